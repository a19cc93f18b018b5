// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package access

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// A command is silent until quiet has passed. Its further lines are up to rarest apart, so that
// the log of a long run stays short.
const (
	quiet  = 2 * time.Second
	rarest = time.Minute
)

// progress reports on standard error that a command is still at work. Its lines have no escape
// sequences, and are therefore the same on a terminal and in a log.
type progress struct {
	env     cli.Environment
	started time.Time

	mu      sync.Mutex
	answers int
	timer   *time.Timer // nil after stop
}

func startProgress(env cli.Environment) *progress {
	p := &progress{env: env, started: time.Now()}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer = time.AfterFunc(quiet, p.report)
	return p
}

func (p *progress) report() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer == nil {
		return
	}
	elapsed := time.Since(p.started)
	noun := "answers"
	if p.answers == 1 {
		noun = "answer"
	}
	p.env.Say("Still working after %s: %d %s received.\n", elapsed.Round(time.Second), p.answers, noun)
	p.timer.Reset(min(elapsed, rarest))
}

func (p *progress) observe(_ context.Context, e transport.Exchange) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.StatusCode != 0 {
		p.answers++
	}
}

// stop ends the reports. None follows after it has returned.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer != nil {
		p.timer.Stop()
		p.timer = nil
	}
}

func retryLine(r transport.Retry) string {
	reason := fmt.Sprintf("with HTTP %d", r.StatusCode)
	if r.Err != "" {
		reason = "(" + r.Err + ")"
	}
	next := "Retrying now."
	switch {
	case r.Wait > 0:
		next = "Retrying in " + r.Wait.Round(100*time.Millisecond).String() + "."
	case r.StatusCode == http.StatusUnauthorized: // without another token, no attempt follows
		next = "Getting another token."
	}
	return terminal.Visible(fmt.Sprintf("Attempt %d of %s %s failed %s. %s", r.Attempt, r.Method,
		r.URL, reason, next))
}
