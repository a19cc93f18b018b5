// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Service returns the name of an API's service in messages, before there is a connection.
func Service(api settings.API) fraud.Service {
	if api == settings.Graph {
		return graph.Service()
	}
	return partnercenter.Service()
}

// graphClient returns a function that returns the client of Microsoft Graph, or an error in a cloud
// without it: that is a mistake only for those who use Graph. The client shares the sign-in, and
// with it the chain of refresh tokens.
func graphClient(s settings.Settings, o Options, cloud auth.Cloud, signIn signin.Tokens,
	client *http.Client) (func() (*graph.Client, error), error) {
	service, err := cloud.Graph()
	if err != nil {
		mistake := anatomy.Wrong("must be global for this operation, got %q: %v", cloud.Name, err).
			At(anatomy.Environment, s.Origin("environment"))
		return func() (*graph.Client, error) { return nil, mistake }, nil
	}
	calls, err := graph.NewClient(graph.Config{
		BaseURL:    graphURL(s, cloud),
		Service:    service,
		Tokens:     signIn.For(service),
		HTTPClient: client,
		Retry:      retry(s, o),
	})
	if err != nil {
		return nil, anatomy.MistakeAt(anatomy.GraphBaseURL, "", err)
	}
	return func() (*graph.Client, error) { return calls, nil }, nil
}

func graphURL(s settings.Settings, cloud auth.Cloud) string {
	return cmp.Or(s.Text("graph_base_url"), cloud.GraphURL)
}

// useGraph makes Graph the service of the events. Its tokens identify the user, too.
func (c *Connection) useGraph(s settings.Settings, o Options, cloud auth.Cloud,
	signIn signin.Tokens) error {
	service, err := cloud.GraphAlerts()
	if err != nil {
		return anatomy.Wrong("conflicts with %v: %v",
			anatomy.Subject(anatomy.API, s.Origin("api")), err).
			Do("Use another environment, or unset %v.", anatomy.Subject(anatomy.API, s.Origin("api"))).
			At(anatomy.Environment, s.Origin("environment"))
	}
	reading, _ := cloud.Graph() // this cloud has it
	tokens := &identity{TokenSource: &eitherPermission{
		TokenSource: signIn.For(service), reading: signIn.For(reading)}}
	calls, err := graph.NewClient(graph.Config{BaseURL: graphURL(s, cloud), Service: service,
		Tokens: tokens, HTTPClient: c.HTTPClient, Retry: retry(s, o)})
	if err != nil {
		return anatomy.MistakeAt(anatomy.GraphBaseURL, "", err)
	}
	c.Events, c.Tokens, c.identity = calls.SecurityAlerts(), tokens, tokens
	c.BaseURL, c.Service = graphURL(s, cloud), service
	c.askMFA = func(context.Context) *bool { return nil } // Graph does not say
	return nil
}

// eitherPermission gets tokens for reading and writing or, without consent to that, for reading:
// then Graph refuses writes, and nothing else.
type eitherPermission struct {
	auth.TokenSource

	reading auth.TokenSource
	lacking atomic.Bool
}

// Token returns a token with the permissions that the app has. If it has none, the error names the
// permission for writing.
func (e *eitherPermission) Token(ctx context.Context, req auth.TokenRequest) (auth.Token, error) {
	if e.lacking.Load() {
		return e.reading.Token(ctx, req)
	}
	token, err := e.TokenSource.Token(ctx, req)
	var refused *auth.Error
	if !errors.As(err, &refused) || !refused.LacksConsent() {
		return token, err
	}
	if token, readErr := e.reading.Token(ctx, req); readErr == nil {
		e.lacking.Store(true)
		return token, nil
	}
	return token, err
}

// String returns the source's String.
func (e *eitherPermission) String() string { return fmt.Sprint(e.TokenSource) }

// GoString returns the source's GoString.
func (e *eitherPermission) GoString() string { return fmt.Sprintf("%#v", e.TokenSource) }
