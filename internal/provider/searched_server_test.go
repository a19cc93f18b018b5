// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"

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

// searchedServer fails every call whose answer names the wrong service, or whose answer or log
// holds a secret: in a state, in private state, in an identity, in a plan, in a message, or in a
// log entry of any level. So every test of a provider in its own process, whether Terraform drives
// it or the test itself, is searched for all secrets of its emulator.
type searchedServer struct {
	everyServer

	secrets func() []string
	graph   bool // the events are those of Microsoft Graph

	mu     sync.Mutex
	search leaks.Search
	known  int // the number of secrets in the search
	logged error
}

// searchedFor returns the server, searched for the secrets of the emulator and the environment.
func searchedFor(s *emulator.Server, environment map[string]string,
	server everyServer) *searchedServer {
	own := acctest.SecretsIn(environment)
	return &searchedServer{everyServer: server, secrets: func() []string {
		return append(s.IssuedSecrets(), own...)
	}, graph: environment["PARTNERCENTER_API"] == "graph"}
}

// in returns an error if an answer holds a secret, or if the log does.
func (s *searchedServer) in(answer any) error {
	var found error
	texts(reflect.ValueOf(answer), func(text string) {
		if err := s.find(fmt.Sprintf("the answer %T", answer), text); err != nil {
			found = err
		}
	})
	if found == nil && s.graph {
		found = misnamed(answer)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(found, s.logged)
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

// find returns an error if a text holds a secret.
func (s *searchedServer) find(where, text string) error {
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
	return s.search.In(where, text)
}

// Write searches an entry of the log.
func (s *searchedServer) Write(entry []byte) (int, error) {
	if err := s.find("the log", string(entry)); err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.logged = err
	}
	return len(entry), nil
}

// logKey is of the writer that gets the provider's log, too.
type logKey struct{}

// logging returns a context that logs to the server at every level: what the provider logs, and
// what the framework logs.
func (s *searchedServer) logging(ctx context.Context) context.Context {
	ctx = tfsdklogtest.RootLogger(ctx, s)
	if more, ok := ctx.Value(logKey{}).(io.Writer); ok {
		return tflogtest.RootLogger(ctx, io.MultiWriter(s, more))
	}
	return tflogtest.RootLogger(ctx, s)
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
	resp, err := call(s.logging(ctx), req)
	if err == nil {
		err = s.in(resp)
	}
	return resp, err
}

func leaked(err error) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError,
		Summary: "A secret leaks", Detail: err.Error()}}
}
