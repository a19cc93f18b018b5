// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package rest makes authenticated calls: with ids and a token, one renewal of a refused token,
// retries, and a service's rate limits. It knows no endpoint and no error code of any service.
package rest

import (
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Config configures a [Client]. BaseURL, Tokens, and HTTPClient are required.
type Config struct {
	// BaseURL is the base of the paths of all calls.
	BaseURL *url.URL

	// Tokens signs in. It is called before every attempt, and again if a token is refused.
	Tokens auth.TokenSource

	// HTTPClient sends single attempts. Use transport.New, whose client neither retries nor follows
	// redirects.
	HTTPClient *http.Client

	// Retry is the policy for each call. The zero value never retries.
	Retry transport.RetryPolicy

	// Header is sent with every call, in addition to the token, the ids, and the content types.
	Header http.Header

	// CorrelationID is a GUID that the calls of one process share. If it is empty, the client
	// generates one, unless the service has no such ids.
	CorrelationID string

	// Service names the service. The zero value is Partner Center.
	Service Service

	// Unrenewable reports a 401 that refuses the sign-in itself, so that another token would not help.
	// Its arguments are the service's code, the reason phrase, and the body. It may be nil.
	Unrenewable func(code, reason string, body []byte) bool

	// Answered receives the headers of every response. It may be nil.
	Answered func(ctx context.Context, h http.Header)
}

// IDHeaders are the names of the headers with ids.
type IDHeaders struct {
	Request     string // the id of an attempt, in the request
	Reply       string // the id of an attempt, in the response
	Correlation string // the id of all calls, in both; empty if the service has none
}

// Service is how messages name a service, and how it names its ids. The zero value is Partner
// Center.
type Service struct {
	Name string
	IDs  IDHeaders
}

func (s Service) ids() IDHeaders {
	if s.IDs != (IDHeaders{}) {
		return s.IDs
	}
	return IDHeaders{Request: transport.HeaderRequestID, Reply: transport.HeaderRequestID,
		Correlation: transport.HeaderCorrelationID}
}

// Client makes calls to one service, which share its rate limits. It is safe for concurrent use.
type Client struct {
	cfg  Config
	pace *transport.Pace // of all calls: a service limits a partner, not a call
}

// New returns a client. It does no network I/O.
func New(cfg Config) *Client {
	if cfg.CorrelationID == "" && cfg.Service.ids().Correlation != "" {
		cfg.CorrelationID = uuid.NewString()
	}
	return &Client{cfg: cfg, pace: transport.NewPace()}
}

// CorrelationID returns the id of all calls.
func (c *Client) CorrelationID() string { return c.cfg.CorrelationID }

const (
	headerAuthorization = "Authorization"
	headerAccept        = "Accept"
	headerContentType   = "Content-Type"

	headerChallenge = "WWW-Authenticate" // response
	headerLocation  = "Location"         // response

	mediaTypeJSON = "application/json"
)

// newRequest returns the part of a request that is the same for all attempts.
func (c *Client) newRequest(ctx context.Context, r Request) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, c.address(r).String(), nil)
	if err != nil {
		return nil, err
	}
	maps.Copy(req.Header, c.cfg.Header)
	maps.Copy(req.Header, r.Header)
	req.Header.Set(headerAccept, mediaTypeJSON)
	if r.Body != nil {
		req.Header.Set(headerContentType, mediaTypeJSON)
	}
	if name := c.cfg.Service.ids().Correlation; name != "" {
		req.Header.Set(name, c.cfg.CorrelationID)
	}
	return req, nil
}

// address escapes each segment of the path separately, so that no segment leads elsewhere.
func (c *Client) address(r Request) *url.URL {
	u := *c.cfg.BaseURL
	path, raw := strings.TrimRight(u.Path, "/"), strings.TrimRight(u.EscapedPath(), "/")
	for _, segment := range r.Path {
		path += "/" + segment
		raw += "/" + url.PathEscape(segment)
	}
	u.Path, u.RawPath, u.RawQuery = path, raw, encode(r.Query)
	return &u
}

// encode writes a blank as %20, as in Microsoft's samples: outside of forms, some servers read a
// plus sign as itself.
func encode(query url.Values) string { return strings.ReplaceAll(query.Encode(), "+", "%20") }

// ParseBaseURL checks the address of an API. Its errors do not quote the address, which may hold a
// password.
func ParseBaseURL(raw, example string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil, u.Host == "", u.Hostname() == "":
		return nil, errors.New("must be an absolute URL such as " + example)
	case u.User != nil:
		return nil, errors.New("must not contain a user name or password")
	case u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return nil, errors.New("must not have a query or a fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("must use https; plain http is allowed only on a loopback address")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("must use https")
	}
	return u, nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
