// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package partnercenter is the client of Microsoft Partner Center's fraud events: endpoints, JSON
// forms, and error codes. Package rest makes the calls. The package knows nothing of Terraform.
// docs-dev/api.md has the facts that it relies on.
//
// Package jsonlist splits a listing into events, and eventReader reads the fields of an event. Fuzz
// tests compare each field with encoding/json.
package partnercenter

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const (
	defaultMaxBody         = 256 << 20
	defaultPageSize        = 500
	defaultLocale          = "en-US"
	defaultAudience        = "https://api.partnercenter.microsoft.com"
	defaultApplicationName = "terraform-provider-partnercenter"
)

// Config configures a [Client]. BaseURL, Tokens, and HTTPClient are required.
type Config struct {
	// BaseURL is the API's address without /v1, for example https://api.partnercenter.microsoft.com. A
	// path prefix is allowed; plain http is allowed on a loopback address only.
	BaseURL string

	// Tokens signs in. It is called before every attempt, and again if a token is refused.
	Tokens auth.TokenSource

	// HTTPClient sends single attempts. Use transport.New, whose client neither retries nor follows
	// redirects.
	HTTPClient *http.Client

	// Retry is the policy for each call. The zero value never retries.
	Retry transport.RetryPolicy

	// ClassicEvents selects the classic events model, which has fewer events and fields, and no
	// paging.
	ClassicEvents bool

	// CorrelationID is a GUID that the calls of one process share. If it is empty, the client
	// generates one.
	CorrelationID string

	// Audience is the required audience of a token, for hints; defaults to the audience of the global
	// cloud.
	Audience string

	ApplicationName string // sent for the service's own records; has a default
	Locale          string // default en-US
	MaxBody         int64  // largest reply, in bytes after decompression; default 256 MiB
	PageSize        int    // events asked for at a time, in the new events model; default 500

	// ReadOnly refuses every [Client.Call] that writes. The Ledger guards the writes of fraud events.
	ReadOnly bool

	// Warn receives warnings for the user, as full sentences. It may be nil.
	Warn func(ctx context.Context, message string)
}

// Client calls the two operations on fraud events (docs-dev/api.md, Read and Update). It is safe
// for concurrent use.
type Client struct {
	cfg   Config
	rest  *rest.Client
	pages pageCap
	mfa   mfaStatus
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
	if cfg.CorrelationID != "" && uuid.Validate(cfg.CorrelationID) != nil {
		return nil, errors.New("the correlation id must be a GUID")
	}
	setDefault(&cfg.ApplicationName, defaultApplicationName)
	setDefault(&cfg.Locale, defaultLocale)
	setDefault(&cfg.Audience, defaultAudience)
	if strings.ContainsFunc(cfg.ApplicationName+cfg.Locale, rest.IsControl) {
		return nil, errors.New("the application name and the locale must not contain control characters")
	}
	setDefault(&cfg.MaxBody, defaultMaxBody)
	setDefault(&cfg.PageSize, defaultPageSize)
	if cfg.MaxBody < 0 || cfg.PageSize < 0 {
		return nil, fmt.Errorf("the largest body (%d) and the page size (%d) must be positive",
			cfg.MaxBody, cfg.PageSize)
	}
	c := &Client{cfg: cfg}
	c.mfa.warn = cfg.Warn
	c.rest = rest.New(rest.Config{
		BaseURL: base, Tokens: cfg.Tokens, HTTPClient: cfg.HTTPClient, Retry: cfg.Retry,
		Header: commonHeader(cfg.Locale, cfg.ApplicationName), CorrelationID: cfg.CorrelationID,
		Unrenewable: missesMFA, Answered: c.mfa.note,
	})
	return c, nil
}

// CorrelationID returns the MS-CorrelationId that the client sends.
func (c *Client) CorrelationID() string { return c.rest.CorrelationID() }

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// parseBaseURL checks the address of the API. Its errors do not quote the address, which may hold a
// password.
func parseBaseURL(raw string) (*url.URL, error) {
	u, err := rest.ParseBaseURL(raw, "https://api.partnercenter.microsoft.com")
	if err == nil && namesTheAPI(u.Path) {
		err = anatomy.Wrong("must end before /v1, which every call adds: with it, Partner Center " +
			"answers 404 to everything, and decided events would look unlisted, with only a warning").
			Do("Set it to https://api.partnercenter.microsoft.com, or leave it out.")
	}
	return u, err
}

// namesTheAPI finds a base URL that ends with /v1 or a path below it, as in the addresses in
// Microsoft's documentation. A gateway may have its own v1 before that.
func namesTheAPI(path string) bool {
	segments := strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return r == '/' })
	for i, segment := range segments {
		if segment == "fraudevents" || segment == "v1" && i == len(segments)-1 {
			return true
		}
	}
	return false
}

// CheckBaseURL checks an address of the API like NewClient.
func CheckBaseURL(raw string) error {
	_, err := parseBaseURL(raw)
	return err
}

// pageCap holds a client's knowledge about the service's maximum page size, which is not documented
// (docs-dev/api.md, Paging; parity: list-page-limit).
type pageCap struct {
	known   atomic.Int64 // the maximum, if a page followed a short one
	beyond  atomic.Int64 // the largest page is larger than this
	unpaged atomic.Bool  // the service ignores pages
}

// smallestCap is the smallest plausible maximum page size.
const smallestCap = 10

// mayBe reports whether a first page that is shorter than requested may be full, because the
// service's maximum page size is smaller than ours. Requesting one more page shows that. It is
// worth it for the known maximum, for a round number, and for any other if the listing is thorough.
func (p *pageCap) mayBe(events, asked int, thorough bool) bool {
	if events >= asked || int64(events) <= p.beyond.Load() || p.unpaged.Load() {
		return false
	}
	return int64(events) == p.known.Load() || events%100 == 0 || thorough && events >= smallestCap
}

// larger records that the maximum page size is larger than that.
func (p *pageCap) larger(events int) {
	for {
		known := p.beyond.Load()
		if int64(events) <= known || p.beyond.CompareAndSwap(known, int64(events)) {
			return
		}
	}
}
