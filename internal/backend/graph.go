// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"cmp"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

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
