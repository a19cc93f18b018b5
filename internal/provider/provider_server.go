// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// NewServer returns a factory of servers of the provider, protocol 6.0.
func NewServer(version string) func() tfprotov6.ProviderServer {
	return ServerOf(New(version))
}

// ServerOf is NewServer for an existing provider.
func ServerOf(factory func() provider.Provider) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := factory()
		server := providerserver.NewProtocol6(p)()
		whole, ok := server.(wholeServer)
		if !ok { // only with another version of the framework, and then without its new features
			return server
		}
		if secret, ok := p.(withSecrets); ok {
			whole = &discreetServer{wholeServer: whole, secrets: secret.Secrets}
		}
		return &orderlyServer{wholeServer: whole}
	}
}

// withSecrets is a provider whose secrets its server hides.
type withSecrets interface{ Secrets() anatomy.Secrets }

// wholeServer is the framework's server with all interfaces. terraform-plugin-go (0.31) queries
// lists and actions separately.
type wholeServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// longestStop is how long a stop waits for an action. An interrupted action only completes its
// current write, which takes less time.
const longestStop = 20 * time.Second

// orderlyServer lets an interrupted action report its result. When StopProvider returns,
// terraform-plugin-go (0.31) cuts off the streams of actions, including their ends; Terraform
// (1.16) then treats the action as done, and exits successfully. So StopProvider interrupts the
// actions, and returns when they have ended.
type orderlyServer struct {
	wholeServer

	mu      sync.Mutex
	running int
	idle    chan struct{} // closed when the last action ends; nil before the first begins
}

// InvokeAction counts an action as running until its last event is sent.
func (s *orderlyServer) InvokeAction(ctx context.Context,
	req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	s.begin()
	stream, err := s.wholeServer.InvokeAction(ctx, req)
	if err != nil {
		s.end()
		return nil, err
	}
	events := stream.Events
	stream.Events = func(push func(tfprotov6.InvokeActionEvent) bool) {
		defer s.end()
		events(push)
	}
	return stream, nil
}

// StopProvider returns when no action is running.
func (s *orderlyServer) StopProvider(ctx context.Context,
	req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	resp, err := s.wholeServer.StopProvider(ctx, req)
	s.mu.Lock()
	idle := s.idle
	s.mu.Unlock()
	if idle != nil {
		ctx, cancel := context.WithTimeout(ctx, longestStop)
		defer cancel()
		select {
		case <-idle:
		case <-ctx.Done():
		}
	}
	return resp, err
}

func (s *orderlyServer) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == 0 {
		s.idle = make(chan struct{})
	}
	s.running++
}

func (s *orderlyServer) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running--; s.running == 0 {
		close(s.idle)
	}
}

// LimitFrameworkLog limits the log of terraform-plugin-framework to the level that Terraform shows,
// unless TF_LOG_SDK or TF_LOG_SDK_FRAMEWORK is set. Call it once per process, before serving.
//
// By default, the framework writes messages of every level, and Terraform discards the unwanted
// ones. The cost is more than the writing: the framework (1.19) looks up its logger for each
// message in a chain of contexts, and extends that chain for each value of a resource that it
// visits. So planning takes four times as long for twice as many values. A message below the level
// costs no look-up.
func LimitFrameworkLog(getenv func(string) string, setenv func(name, value string) error) {
	const level = "TF_LOG_SDK_FRAMEWORK"
	if getenv(level) != "" || getenv("TF_LOG_SDK") != "" {
		return
	}
	// without it, planning is only slower
	_ = setenv(level, cmp.Or(getenv("TF_LOG_PROVIDER"), getenv("TF_LOG"), "OFF"))
}
