// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/leaks"
)

// everyServer is a provider's server with all interfaces.
type everyServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// searchedServer fails every call whose answer names the wrong service, or holds a secret: in a
// state, in private state, in an identity, in a plan, or in a message. So every test of a provider
// in its own process, whether Terraform drives it or the test itself, is searched for all secrets
// of its emulator.
type searchedServer struct {
	everyServer

	secrets func() []string
	graph   bool // the events are those of Microsoft Graph

	mu     sync.Mutex
	search leaks.Search
	known  int // the number of secrets in the search
}

// searchedFor returns the server, searched for the secrets of the emulator and the environment.
func searchedFor(s *emulator.Server, environment map[string]string,
	server everyServer) *searchedServer {
	own := acctest.SecretsIn(environment)
	return &searchedServer{everyServer: server, secrets: func() []string {
		return append(s.IssuedSecrets(), own...)
	}, graph: environment["PARTNERCENTER_API"] == "graph"}
}

// in returns an error if an answer holds a secret.
func (s *searchedServer) in(answer any) error {
	secrets := s.secrets()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(secrets) != s.known {
		search, err := leaks.For(secrets...)
		if err != nil {
			return err
		}
		s.search, s.known = search, len(secrets)
	}
	var found error
	texts(reflect.ValueOf(answer), func(text string) {
		if err := s.search.In(fmt.Sprintf("the answer %T", answer), text); err != nil {
			found = err
		}
	})
	if found == nil && s.graph {
		found = misnamed(answer)
	}
	return found
}

// misnamed returns an error if a message about events of Microsoft Graph names Partner Center as
// their service. The settings of Partner Center keep its name.
func misnamed(answer any) (found error) {
	v := reflect.Indirect(reflect.ValueOf(answer))
	for _, field := range []string{"Diagnostics", "Type"} { // the type is an event of an action
		if !v.FieldByName(field).IsValid() {
			continue
		}
		texts(v.FieldByName(field), func(text string) {
			meant := strings.NewReplacer("Partner Center's own API", "",
				"Partner Center in the cloud", "").Replace(text)
			if strings.Contains(meant, "Partner Center") {
				found = fmt.Errorf("with api = \"graph\", a message names another service: %s", text)
			}
		})
	}
	return found
}

// texts passes every text of a value. Values of Terraform have their texts in MessagePack as they
// are, but private state has the provider's values in base64.
func texts(v reflect.Value, visit func(string)) {
	switch v.Kind() {
	case reflect.String:
		visit(v.String())
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			texts(v.Elem(), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				texts(v.Field(i), visit)
			}
		}
	case reflect.Slice:
		if content, ok := v.Interface().([]byte); ok {
			visit(string(content))
			var private map[string][]byte
			if json.Unmarshal(content, &private) == nil {
				texts(reflect.ValueOf(private), visit)
			}
			return
		}
		for i := range v.Len() {
			texts(v.Index(i), visit)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			texts(key, visit)
			texts(v.MapIndex(key), visit)
		}
	default:
	}
}

func searched[Req, Resp any](ctx context.Context, s *searchedServer, req Req,
	call func(context.Context, Req) (Resp, error)) (Resp, error) {
	resp, err := call(ctx, req)
	if err == nil {
		err = s.in(resp)
	}
	return resp, err
}

func (s *searchedServer) ValidateProviderConfig(ctx context.Context,
	req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return searched(ctx, s, req, s.everyServer.ValidateProviderConfig)
}

func (s *searchedServer) ConfigureProvider(ctx context.Context,
	req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return searched(ctx, s, req, s.everyServer.ConfigureProvider)
}

func (s *searchedServer) ReadResource(ctx context.Context,
	req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return searched(ctx, s, req, s.everyServer.ReadResource)
}

func (s *searchedServer) PlanResourceChange(ctx context.Context,
	req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return searched(ctx, s, req, s.everyServer.PlanResourceChange)
}

func (s *searchedServer) ApplyResourceChange(ctx context.Context,
	req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return searched(ctx, s, req, s.everyServer.ApplyResourceChange)
}

func (s *searchedServer) ImportResourceState(ctx context.Context,
	req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return searched(ctx, s, req, s.everyServer.ImportResourceState)
}

func (s *searchedServer) ReadDataSource(ctx context.Context,
	req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return searched(ctx, s, req, s.everyServer.ReadDataSource)
}

func (s *searchedServer) PlanAction(ctx context.Context,
	req *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return searched(ctx, s, req, s.everyServer.PlanAction)
}

// InvokeAction ends with an error after an event with a secret.
func (s *searchedServer) InvokeAction(ctx context.Context,
	req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.everyServer.InvokeAction(ctx, req)
	if err != nil {
		return stream, err
	}
	events := stream.Events
	stream.Events = func(yield func(tfprotov6.InvokeActionEvent) bool) {
		for event := range events {
			if err := s.in(event); err != nil {
				event.Type = tfprotov6.CompletedInvokeActionEventType{Diagnostics: leaked(err)}
			}
			if !yield(event) {
				return
			}
		}
	}
	return stream, nil
}

// ListResource replaces a result with a secret by an error.
func (s *searchedServer) ListResource(ctx context.Context,
	req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.everyServer.ListResource(ctx, req)
	if err != nil {
		return stream, err
	}
	results := stream.Results
	stream.Results = func(yield func(tfprotov6.ListResourceResult) bool) {
		for result := range results {
			if err := s.in(result); err != nil {
				result = tfprotov6.ListResourceResult{Diagnostics: leaked(err)}
			}
			if !yield(result) {
				return
			}
		}
	}
	return stream, nil
}

func leaked(err error) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError,
		Summary: "An answer must not be", Detail: err.Error()}}
}
