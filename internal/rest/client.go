// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package rest makes one authenticated call: with ids and a token, with one renewal of a refused
// token, with retries and the pace that a service sets. It knows no endpoint, and no code of any
// service.
package rest

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Config says how a [Client] reaches its service. BaseURL, Tokens and HTTPClient are required.
type Config struct {
	// BaseURL is what the paths of all calls lie below.
	BaseURL *url.URL

	// Tokens signs in. It is asked before every attempt, and once more when a token is refused.
	Tokens auth.TokenSource

	// HTTPClient sends single attempts: one of transport.New, which neither retries nor follows
	// redirects.
	HTTPClient *http.Client

	// Retry is the policy for each call. The zero value never retries.
	Retry transport.RetryPolicy

	// Header is sent with every call, besides the token, the ids and the types of bodies.
	Header http.Header

	// CorrelationID is a GUID that ties the calls of one process together. One is made if it is empty.
	CorrelationID string

	// Unrenewable says that a 401 refuses the sign-in itself, so that another token would not help. It
	// gets the service's code, the reason phrase and the body. It may be nil.
	Unrenewable func(code, reason string, body []byte) bool

	// Answered is told the headers of every response. It may be nil.
	Answered func(ctx context.Context, h http.Header)
}

// Client makes calls to one service, which share its pace. It is safe for concurrent use.
type Client struct {
	cfg  Config
	pace *transport.Pace // of all calls: a service limits a partner, not a call
}

// New returns a client. It does no network I/O.
func New(cfg Config) *Client {
	if cfg.CorrelationID == "" {
		cfg.CorrelationID = uuid.NewString()
	}
	return &Client{cfg: cfg, pace: transport.NewPace()}
}

// CorrelationID is the id that every call carries.
func (c *Client) CorrelationID() string { return c.cfg.CorrelationID }

const (
	headerAuthorization = "Authorization"
	headerAccept        = "Accept"
	headerContentType   = "Content-Type"
	headerRequestID     = transport.HeaderRequestID
	headerCorrelationID = transport.HeaderCorrelationID

	headerChallenge = "WWW-Authenticate" // response
	headerLocation  = "Location"         // response

	mediaTypeJSON = "application/json"
)

// newRequest is what stays the same over all attempts of a call.
func (c *Client) newRequest(ctx context.Context, r Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, c.address(r).String(), nil)
	if err != nil {
		return nil, err
	}
	maps.Copy(req.Header, c.cfg.Header)
	req.Header.Set(headerAccept, mediaTypeJSON)
	if r.Body != nil {
		req.Header.Set(headerContentType, mediaTypeJSON)
	}
	req.Header.Set(headerCorrelationID, c.cfg.CorrelationID)
	return req, nil
}

// address escapes each segment of the path by itself, so that none leads elsewhere.
func (c *Client) address(r Request) *url.URL {
	u := *c.cfg.BaseURL
	path, raw := strings.TrimRight(u.Path, "/"), strings.TrimRight(u.EscapedPath(), "/")
	for _, segment := range r.Path {
		path += "/" + segment
		raw += "/" + url.PathEscape(segment)
	}
	u.Path, u.RawPath, u.RawQuery = path, raw, r.Query.Encode()
	return &u
}
