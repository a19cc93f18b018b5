// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/probe"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

var errNoReport = errors.New("the file exists and is not a report. Use another path")

// session is what the checks leave for a report.
type session struct {
	connection *backend.Connection // nil if the configuration is broken

	mu     sync.Mutex
	signIn probe.SignIn
}

// redeemed remembers the first redemption of a refresh token.
func (s *session) redeemed(_ context.Context, r signin.Redemption) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Err == nil && !r.FromCache && !s.signIn.Redeemed {
		s.signIn = probe.SignIn{Redeemed: true, Rotated: r.Rolled}
	}
}

// report writes what the service does, and says what it wrote. A service that refuses everything
// still makes a report; a configuration that names no service does not.
func (s *session) report(ctx context.Context, out *files.Private, subject *about,
	env cli.Environment) (string, error) {
	if s.connection == nil {
		return "not written: resolve the failed check first", nil
	}
	c := s.connection
	cfg := probe.Config{
		PartnerCenter: probe.Service{BaseURL: c.PartnerCenterURL,
			Tokens: c.PartnerCenterTokens},
		HTTP:     c.HTTPClient,
		SignIn:   s.signIn,
		Cloud:    c.Environment,
		Program:  version(env.Build().Version),
		Emulator: func() bool { return subject.Emulator },
	}
	if c.GraphTokens != nil {
		cfg.Graph = &probe.Service{BaseURL: c.GraphURL, Tokens: c.GraphTokens}
	}
	found, err := probe.Run(ctx, cfg)
	if err != nil {
		return "", err
	}
	content, err := found.Encode()
	if err = errors.Join(err, ctx.Err()); err != nil {
		return "", err
	}
	if err := out.Write(content); err != nil {
		return "", err
	}
	wrote := fmt.Sprintf("%d of %d observations, by %d calls", len(found.Observations),
		len(found.Observations)+len(found.NotObserved), found.Sent())
	if n := found.Shortened(); n > 0 {
		wrote += fmt.Sprintf("; replies with too many keys, which are described in part: %d", n)
	}
	return wrote, nil
}

// prepare rejects an unwritable file before any call. The result is nil if none is requested.
func prepare(file string) (*files.Private, error) {
	if file == "" {
		return nil, nil //nolint:nilnil // nothing to write, which is no mistake
	}
	// A mistyped path must not cost a token cache or a key. Only a regular file has a size.
	info, err := os.Stat(file)
	if err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		if content, err := files.Read(file); err != nil || !fidelity.IsReport(content) {
			return nil, &os.PathError{Op: "write", Path: file, Err: errNoReport}
		}
	}
	return files.NewPrivate(file)
}

// version keeps a version that a report may have.
func version(v string) string {
	if regexp.MustCompile(`^[0-9A-Za-z.+-]{1,40}$`).MatchString(v) {
		return v
	}
	return "unknown"
}
