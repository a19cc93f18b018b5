// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// patience limits all calls together, and callPatience each one.
const (
	patience     = 3 * time.Minute
	callPatience = time.Minute
	maxCalls     = 50
)

// Service is a service with its token source.
type Service struct {
	BaseURL string
	Tokens  auth.TokenSource
}

// Config configures a probe.
type Config struct {
	PartnerCenter Service
	Graph         *Service // nil in a cloud without it
	HTTP          *http.Client
	SignIn        SignIn
	Cloud         string
	Program       string // version
	Emulator      func() bool
}

// SignIn is what a sign-in showed.
type SignIn struct {
	Redeemed bool // a refresh token was redeemed
	Rotated  bool // the reply had a new one
}

// probe is a run.
type probe struct {
	Config
	*fidelity.Observer

	calls       []fidelity.Call
	stopped     bool // a rate was refused
	withoutMFA  bool // the token says so
	correlation string
	slowest     time.Duration
	now         time.Time
}

// Run makes the calls. The error is a mistake of this program, never of the service.
func Run(ctx context.Context, cfg Config) (*fidelity.Report, error) {
	observer, err := fidelity.NewObserver()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p := &probe{Config: cfg, Observer: observer, correlation: uuid.NewString(),
		now: time.Now().UTC()}
	p.signIn(ctx)
	subject := p.events(ctx)
	p.webhooks(ctx)
	p.audit(ctx)
	p.azure(ctx, subject)
	p.budgets(ctx, subject)
	p.mfa(ctx)
	p.score(ctx)
	p.alerts(ctx)
	p.common()
	report := &fidelity.Report{Version: fidelity.Version, Program: cfg.Program,
		Date: p.now.Format(time.DateOnly), Cloud: cfg.Cloud, Emulator: cfg.Emulator(),
		Calls: p.calls}
	p.Add(report)
	return report, nil
}

// common adds what all calls together show.
func (p *probe) common() {
	if p.slowest > 0 {
		p.See("access.slowest", fidelity.Took(p.slowest))
	}
	if !p.stopped {
		p.See("access.throttled", "no")
	}
}

// yes is an observation of a fact that holds or not.
func yes(holds bool) string {
	if holds {
		return "yes"
	}
	return "no"
}
