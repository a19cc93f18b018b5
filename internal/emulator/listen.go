// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/control"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/portal"
)

func (s *Server) listen() error {
	listener, err := listenLoopback("HTTPS", s.opts.Addr)
	if err != nil {
		return err
	}
	s.https = listener
	people := portal.New(s.portalConfig())
	config, err := s.ca.serverConfig(s.opts.Now(), listener.Addr())
	if err != nil {
		return err
	}
	s.serve(tls.NewListener(listener, config), people.Or(s.everything()))
	if s.opts.APIAddr == "" {
		return nil
	}
	if s.plain, err = listenLoopback("plain HTTP", s.opts.APIAddr); err != nil {
		return err
	}
	s.serve(s.plain, people.Or(s.api))
	return nil
}

func (s *Server) serve(listener net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler:           named(s.harness.Guard(handler)),
		ReadHeaderTimeout: time.Minute,
		// ignore the broken connections that faults cause
		ErrorLog: log.New(io.Discard, "", 0),
	}
	s.servers = append(s.servers, server)
	s.serving.Go(func() { _ = server.Serve(listener) })
}

// named lets clients distinguish the emulator from the service.
func named(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "partnercenter-emulator")
		handler.ServeHTTP(w, r)
	})
}

// everything serves all other windows: each has its own paths.
func (s *Server) everything() http.Handler {
	ctl := control.New(s.controlConfig())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, control.Root):
			ctl.ServeHTTP(w, r)
		case r.URL.Path == webhooks.CertificatePath:
			s.webhooks.ServeHTTP(w, r)
		case graph.Serves(r.URL.Path):
			s.graph.ServeHTTP(w, r)
		case partnercenter.Serves(r.URL.Path):
			s.api.ServeHTTP(w, r)
		default:
			s.signIn.ServeHTTP(w, r)
		}
	})
}

// portalConfig gives the portal access to the world, and describes the other windows' calls.
func (s *Server) portalConfig() portal.Config {
	return portal.Config{
		World:   s.world,
		Harness: s.harness,
		Kinds: []portal.Kind{{Kind: KindAny, Name: "All"}, {Kind: KindList, Name: "Lists of alerts"},
			{Kind: KindUpdate, Name: "Decisions"}, {Kind: KindToken, Name: "Sign-ins"},
			{Kind: KindAuditRecords, Name: "Activity log"},
			{Kind: KindCancel, Name: "Cancellations of subscriptions"},
			{Kind: KindSetBudget, Name: "Changes of budgets"},
			{Kind: KindRegister, Name: "Webhook registrations"},
			{Kind: KindScore, Name: "Security score"},
			{Kind: KindListAlerts, Name: "Lists of alerts in Graph"},
			{Kind: KindUpdateAlert, Name: "Decisions in Graph"},
			{Kind: KindBatch, Name: "Batches in Graph"}},
		SignIn: KindToken,
		Score: func() (string, []portal.Requirement) {
			measured := s.graph.Measure()
			requirements := make([]portal.Requirement, len(measured))
			for i, r := range measured {
				requirements[i] = portal.Requirement{Type: r.Type, Points: r.Points, Met: r.Met(),
					Measures: r.Measures}
			}
			return graph.Score(measured), requirements
		},
		Detail: func(r Request) string {
			switch r.Kind { // those of the sign-in and of the webhook can hold secrets
			case KindList, KindAuditRecords, KindListAlerts:
				return r.Query.Encode()
			case KindUpdate, KindCancel, KindSetBudget, KindUpdateAlert, KindBatch:
				return r.Body
			default:
				return ""
			}
		},
	}
}

func (s *Server) controlConfig() control.Config {
	return control.Config{
		World:   s.world,
		Harness: s.harness,
		Tenant:  s.Tenant,
		Env:     s.Env,
		Addresses: func() map[string]string {
			return map[string]string{
				"authorityHost": s.AuthorityURL(),
				"baseUrl":       s.BaseURL(),
				"caBundlePath":  s.CABundlePath(),
			}
		},
		Behaviour:       func() any { return s.Behaviour() },
		ChangeBehaviour: s.changeBehaviour,
	}
}

// listenLoopback listens on addr, and rejects an address that other machines could reach. The error
// does not repeat an invalid address: it could be anything that somebody has pasted.
func listenLoopback(protocol, addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if host == "localhost" {
		host = "127.0.0.1"
	}
	_, notPort := strconv.ParseUint(port, 10, 16)
	if ip := net.ParseIP(host); errors.Join(err, notPort) != nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("the address for %s is invalid: %w", protocol, errNotLoopback)
	}
	return new(net.ListenConfig).Listen(context.Background(), "tcp", net.JoinHostPort(host, port))
}

var errNotLoopback = errors.New("the emulator listens on loopback only, at an address with a " +
	"port, such as 127.0.0.1:8443, [::1]:8443, or localhost:0")
