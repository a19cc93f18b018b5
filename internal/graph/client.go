// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// version is Graph's version. No other has partner security.
const version = "beta"

// serviceName is how messages name the service.
const serviceName = "Microsoft Graph"

// The ids of a call: the client's, and Graph's own, which support asks for.
const (
	headerRequestID = "client-request-id"
	headerReplyID   = "request-id"
)

// maxBody is the largest reply, in bytes after decompression. Graph sends lists in pages.
const maxBody = 64 << 20

func names() rest.Service {
	return rest.Service{Name: serviceName,
		IDs: rest.IDHeaders{Request: headerRequestID, Reply: headerReplyID}}
}

// Config configures a [Client]. All fields but Retry are required.
type Config struct {
	BaseURL    string // without the version
	Service    auth.Audience
	Tokens     auth.TokenSource // for Service
	HTTPClient *http.Client     // use transport.New
	Retry      transport.RetryPolicy
}

// Client calls Microsoft Graph. It is safe for concurrent use.
type Client struct {
	cfg  Config
	base *url.URL
	rest *rest.Client

	filters *filters
	noBatch atomic.Bool // the service takes no batch
}

// NewClient checks cfg and returns a client. It does no network I/O.
func NewClient(cfg Config) (*Client, error) {
	base, err := parseBaseURL(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	if cfg.Tokens == nil || cfg.HTTPClient == nil {
		return nil, errors.New("a token source and an HTTP client are required")
	}
	return &Client{cfg: cfg, base: base, filters: newFilters(), rest: rest.New(rest.Config{
		BaseURL: base, Tokens: cfg.Tokens, HTTPClient: cfg.HTTPClient, Retry: cfg.Retry,
		Service:     names(),
		Unrenewable: func(code, _ string, _ []byte) bool { return isMissingMFA(code) },
	})}, nil
}

// CheckBaseURL checks a base URL as NewClient does.
func CheckBaseURL(raw string) error {
	_, err := parseBaseURL(raw)
	return err
}

func parseBaseURL(raw string) (*url.URL, error) {
	base, err := rest.ParseBaseURL(raw, "https://graph.microsoft.com")
	if err != nil {
		return nil, err
	}
	path := strings.ToLower(strings.TrimRight(base.Path, "/"))
	for _, ending := range []string{"/" + version, "/v1.0", "/security", "/partner"} {
		if strings.HasSuffix(path, ending) {
			return nil, errors.New("must end before the version (/beta), which every call adds")
		}
	}
	return base, nil
}
