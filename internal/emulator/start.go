// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/control"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/auditrecords"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/mfa"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Start starts an emulator and returns when it listens. Close stops it.
func Start(opts Options) (*Server, error) {
	s := &Server{opts: opts.withDefaults(), folder: &disk.Folder{}}
	s.harness = harness.New(harness.Options{
		Latency:   s.opts.Latency,
		Now:       s.opts.Now,
		OnRequest: s.opts.OnRequest,
	})
	s.Faults, s.Recorder = &s.harness.Faults, &s.harness.Recorder
	if err := s.start(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Server) start() error {
	for _, step := range []func() error{s.openFolder, s.openAuthority, s.openWindows, s.writeBundle,
		s.listen} {
		if err := step(); err != nil {
			return err
		}
	}
	s.webhooks.Start()
	return nil
}

// openFolder leaves the folder that keeps nothing after an error, so Close does not have to check.
func (s *Server) openFolder() error {
	folder, err := disk.Open(s.opts.DataDir)
	if err == nil {
		s.folder = folder
	}
	return err
}

func (s *Server) openAuthority() (err error) {
	if s.ca, err = loadAuthority(s.folder, s.opts.Now()); err != nil {
		return fmt.Errorf("emulator CA: %w", err)
	}
	return nil
}

// writeBundle writes a file for clients and for receivers of webhooks, with the certificates of all
// CAs.
func (s *Server) writeBundle() (err error) {
	s.bundlePath = s.folder.Path(bundleFile)
	if !s.folder.Keeps() {
		if s.tempDir, err = os.MkdirTemp("", "partnercenter-emulator-"); err != nil {
			return fmt.Errorf("emulator CA bundle: %w", err)
		}
		s.bundlePath = filepath.Join(s.tempDir, bundleFile)
	}
	return disk.WriteFile(s.bundlePath, slices.Concat(s.ca.certPEM, s.webhooks.RootPEM()))
}

// openWindows reads or creates the world, and opens its windows.
func (s *Server) openWindows() (err error) {
	s.world, err = world.Open(s.folder, s.opts.Seed, s.opts.Now)
	if err != nil {
		return err
	}
	s.signIn, err = entra.Open(entra.Config{
		World:      s.world,
		Harness:    s.harness,
		Folder:     s.folder,
		Behaviour:  func() entra.Behaviour { return s.Behaviour().SignInBehaviour },
		URL:        s.AuthorityURL,
		DevicePage: control.DevicePage,
	})
	if err != nil {
		return err
	}
	s.Tenant = s.signIn.Tenant()
	s.webhooks, err = webhooks.Open(webhooks.Config{
		World:          s.world,
		Harness:        s.harness,
		Folder:         s.folder,
		Behaviour:      func() webhooks.Behaviour { return s.Behaviour().WebhookBehaviour },
		APIURL:         s.BaseURL,
		CertificateURL: s.HTTPSBaseURL,
	})
	if err != nil {
		return fmt.Errorf("emulator webhooks: %w", err)
	}
	s.api = partnercenter.New(partnercenter.Config{
		World:     s.world,
		Harness:   s.harness,
		Users:     s.signIn,
		Behaviour: func() partnercenter.Behaviour { return s.Behaviour().APIBehaviour },
		OnPage:    s.page,
		Routes:    s.routes(),
	})
	s.graph = graph.New(graph.Config{
		World:     s.world,
		Harness:   s.harness,
		Users:     s.signIn,
		Behaviour: func() graph.Behaviour { return s.Behaviour().GraphBehaviour },
		URL:       s.GraphURL,
		OnPage:    s.page,
	})
	return nil
}

// routes returns the API's operations besides those on fraud events.
func (s *Server) routes() []partnercenter.Route {
	return slices.Concat(
		s.webhooks.Routes(),
		entitlements.Routes(s.world,
			func() entitlements.Behaviour { return s.Behaviour().EntitlementBehaviour }),
		auditrecords.Routes(s.world, func() AuditBehaviour { return s.Behaviour().AuditBehaviour }),
		mfa.Routes(s.world, func() MFABehaviour { return s.Behaviour().MFABehaviour }),
		budgets.Routes(s.world, func() BudgetBehaviour { return s.Behaviour().BudgetBehaviour }),
	)
}

// Close stops the emulator and frees its ports. It returns an error if the data folder is not up to
// date.
func (s *Server) Close() error {
	s.closeOnce.Do(func() { s.closeOutcome = s.close() })
	return s.closeOutcome
}

func (s *Server) close() error {
	s.harness.Close()
	var errs []error
	for _, server := range s.servers {
		errs = append(errs, server.Close())
	}
	if len(s.servers) == 0 && s.https != nil {
		errs = append(errs, s.https.Close())
	}
	s.serving.Wait()
	s.harness.Wait()
	if s.webhooks != nil {
		s.webhooks.Close()
	}
	errs = append(errs, s.folder.Close())
	if s.tempDir != "" {
		errs = append(errs, os.RemoveAll(s.tempDir))
	}
	return errors.Join(errs...)
}
