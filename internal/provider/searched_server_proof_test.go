// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"encoding/json"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// leakyServer gives the same answers to every call.
type leakyServer struct {
	everyServer

	log     string
	read    tfprotov6.ReadResourceResponse
	events  []tfprotov6.InvokeActionEvent
	results []tfprotov6.ListResourceResult
}

func (s *leakyServer) ReadResource(ctx context.Context,
	_ *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	tflog.Trace(ctx, "read", map[string]any{"what": s.log})
	return &s.read, nil
}

func (s *leakyServer) InvokeAction(context.Context,
	*tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	return &tfprotov6.InvokeActionServerStream{Events: slices.Values(s.events)}, nil
}

func (s *leakyServer) ListResource(context.Context,
	*tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	return &tfprotov6.ListResourceServerStream{Results: slices.Values(s.results)}, nil
}

// A secret in any part of an answer, or in the log, fails the call, and its error does not repeat
// the secret.
func TestSearchedServer_FindsASecretInEveryAnswer(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	issued := s.IssueRefreshToken()
	for _, secret := range []string{issued, "only~in.the-environment"} {
		packed := must(tfprotov6.NewDynamicValue(tftypes.String,
			tftypes.NewValue(tftypes.String, "a "+secret)))(t)
		private := must(json.Marshal(map[string][]byte{"memory": []byte("a " + secret)}))(t)
		says := []*tfprotov6.Diagnostic{{Detail: "a " + secret}}
		for name, read := range map[string]tfprotov6.ReadResourceResponse{
			"nothing":       {},
			"the log":       {},
			"state":         {NewState: &packed},
			"private state": {Private: private},
			"a message":     {Diagnostics: says},
			"identity": {NewIdentity: &tfprotov6.ResourceIdentityData{
				IdentityData: &packed}},
		} {
			leaky := &leakyServer{read: read, events: []tfprotov6.InvokeActionEvent{{
				Type: tfprotov6.ProgressInvokeActionEventType{Message: "a " + secret}}},
				results: []tfprotov6.ListResourceResult{{DisplayName: "a " + secret}}}
			server := searchedFor(s, map[string]string{"PARTNERCENTER_CLIENT_SECRET": secret}, leaky)
			if name == "the log" {
				leaky.log = "a " + secret
			}
			_, err := server.ReadResource(t.Context(), nil)
			if (err != nil) != (name != "nothing") {
				t.Errorf("%s: %v", name, err)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error repeats it", name)
			}
			for event := range must(server.InvokeAction(t.Context(), nil))(t).Events {
				if _, failed := event.Type.(tfprotov6.CompletedInvokeActionEventType); !failed {
					t.Errorf("progress: %+v", event)
				}
			}
			for result := range must(server.ListResource(t.Context(), nil))(t).Results {
				if len(result.Diagnostics) == 0 || result.DisplayName != "" {
					t.Errorf("a result: %+v", result)
				}
			}
		}
	}
}

// Every provider that a test starts for an emulator is searched.
func TestSearchedServer_IsWhatTestsUse(t *testing.T) {
	t.Parallel()
	server := must(providersFor(startEmulator(t))["partnercenter"]())(t)
	if _, is := server.(*searchedServer); !is {
		t.Errorf("a %T is not searched", server)
	}
}

// With Graph, a message that names Partner Center as the service of an event fails the call.
func TestSearchedServer_FindsTheNameOfTheOtherService(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	for text, wrong := range map[string]bool{
		"Microsoft Graph does not list event e1.":               false,
		"To use Partner Center's own API instead, unset `api`.": false,
		"Partner Center does not list event e1.":                true,
	} {
		says := []*tfprotov6.Diagnostic{{Summary: "Fraud event not listed", Detail: text}}
		telling := &leakyServer{read: tfprotov6.ReadResourceResponse{Diagnostics: says},
			events: []tfprotov6.InvokeActionEvent{{
				Type: tfprotov6.ProgressInvokeActionEventType{Message: text}}}}
		for _, graph := range []bool{true, false} {
			environment := map[string]string{}
			if graph {
				environment = throughGraph()
			}
			server := searchedFor(s, environment, telling)
			_, err := server.ReadResource(t.Context(), nil)
			expectEqual(t, text, wrong && graph, err != nil)
			for event := range must(server.InvokeAction(t.Context(), nil))(t).Events {
				_, failed := event.Type.(tfprotov6.CompletedInvokeActionEventType)
				expectEqual(t, text, wrong && graph, failed)
			}
		}
	}
}

// Every call whose response has diagnostics is a method of its own, and not that of an embedded
// server: in the server that hides the user's secrets, and in the one that finds leaks. The
// provider has neither ephemeral resources nor functions.
func TestSearchedServer_NoCallIsForgotten(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, server := range []reflect.Type{provider.DiscreetServerType(),
		reflect.TypeFor[*searchedServer]()} {
		for method := range reflect.TypeFor[everyServer]().Methods() {
			if !speaks(method.Type.Out(0)) || strings.Contains(method.Name, "Ephemeral") ||
				strings.HasPrefix(method.Name, "Get") {
				continue
			}
			checked++
			own, _ := server.MethodByName(method.Name)
			pc := own.Func.Pointer()
			if file, _ := runtime.FuncForPC(pc).FileLine(pc); !strings.HasSuffix(file, ".go") {
				t.Errorf("%s has no %s", server, method.Name)
			}
		}
	}
	expectEqual(t, "checked calls", 36, checked)
}

// speaks reports whether a response has diagnostics, itself or in its stream.
func speaks(response reflect.Type) bool {
	_, has := response.Elem().FieldByName("Diagnostics")
	return has || strings.HasSuffix(response.Elem().Name(), "Stream")
}
