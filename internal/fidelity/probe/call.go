// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

// maxBody is the largest body, in bytes after decompression.
const maxBody = 64 << 20

// request is one call.
type request struct {
	name   string
	path   string
	query  url.Values
	header map[string]string
	of     *Service // nil: Partner Center
	// the shape of the reply would say how secure the tenant is
	private bool
}

// answer is a reply. The zero value is no reply.
type answer struct {
	status    int
	header    http.Header
	body      any  // decoded JSON
	json      bool // the body is JSON
	empty     bool // there is no body
	bom, gzip bool
	namesMFA  bool   // in the reason phrase
	requestID string // of the request
}

// ok reports whether the call succeeded.
func (a answer) ok() bool { return a.status == http.StatusOK && a.json }

// get makes a call and adds its row.
func (p *probe) get(ctx context.Context, r request) answer {
	row := fidelity.Call{Name: r.name}
	var a answer
	defer func() { p.calls = append(p.calls, row) }()
	if p.stopped || ctx.Err() != nil || len(p.calls) >= maxCalls {
		row.Outcome = fidelity.NotSent
		return a
	}
	ctx, cancel := context.WithTimeout(ctx, callPatience)
	defer cancel()
	req, err := p.prepare(ctx, r)
	if err != nil {
		row.Outcome = fidelity.NoToken
		return a
	}
	start := time.Now()
	resp, err := p.HTTP.Do(req)
	if err != nil {
		row.Outcome = fidelity.NoResponse
		return a
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	took := time.Since(start)
	p.slowest = max(p.slowest, took)
	switch {
	case err != nil:
		row.Outcome = fidelity.NoResponse
		return a
	case len(body) > maxBody, shape.TooMany(body):
		row.Outcome = fidelity.TooLarge
		return a
	}
	a = read(resp, body)
	a.requestID = req.Header.Get("MS-RequestId")
	row.Outcome, row.Took = fidelity.Answered, fidelity.Took(took)
	if describe(&row, a); r.private {
		row.Body, row.Cut = nil, ""
	} else {
		row.Size = fidelity.Size(len(body))
	}
	p.note(a, r.of == nil)
	return a
}

// prepare signs in and makes a request.
func (p *probe) prepare(ctx context.Context, r request) (*http.Request, error) {
	service := r.of
	if service == nil {
		service = &p.PartnerCenter
	}
	token, err := service.Tokens.Token(ctx, auth.TokenRequest{})
	if err != nil {
		return nil, err
	}
	address := strings.TrimRight(service.BaseURL, "/") + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+token.Value)
	req.Header.Set("Accept", "application/json")
	if r.of == nil {
		req.Header.Set("MS-RequestId", uuid.NewString())
		req.Header.Set("MS-CorrelationId", p.correlation)
		req.Header.Set("X-Locale", "en-US")
		req.Header.Set("ValidateMfa", "true")
		req.Header.Set("MS-PartnerCenter-Application", "terraform-provider-partnercenter")
	} else {
		req.Header.Set("client-request-id", uuid.NewString())
	}
	for name, value := range r.header {
		req.Header.Set(name, value)
	}
	return req, nil
}

// read decodes a reply.
func read(resp *http.Response, body []byte) answer {
	text, bom := bytes.CutPrefix(body, []byte("\ufeff"))
	a := answer{status: resp.StatusCode, header: resp.Header, bom: bom,
		gzip: resp.Uncompressed || resp.Header.Get("Content-Encoding") != ""}
	a.namesMFA = strings.Contains(resp.Status, "MFA")
	a.empty = len(bytes.TrimSpace(text)) == 0
	if value, err := shape.Decode(text); err == nil {
		a.body, a.json = value, true
	}
	return a
}

// describe fills a row from an answer. It copies no text of it.
func describe(row *fidelity.Call, a answer) {
	if a.status >= 100 && a.status < 1000 {
		row.Status = a.status
	}
	row.Content = content(a)
	if code, ok := errorCode(a); ok && a.status >= http.StatusBadRequest {
		row.Code = fidelity.CodeUnknown
		if i := slices.Index(fidelity.Codes(), code); i >= 0 {
			row.Code = fidelity.Codes()[i]
		}
	}
	others := 0
	for name := range a.header {
		i := slices.IndexFunc(fidelity.Headers(), func(known string) bool {
			return strings.EqualFold(known, name)
		})
		if i < 0 {
			others++
			continue
		}
		row.Headers = append(row.Headers, fidelity.Headers()[i])
	}
	slices.Sort(row.Headers)
	row.OtherHeaders = shape.Count(others)
	if a.json {
		var cut int
		if row.Body, cut = shape.Of(a.body); cut > 0 {
			row.Cut = shape.Count(cut)
		}
	}
}

// content is the kind of a body, by its content and by its declared type.
func content(a answer) string {
	declared := strings.ToLower(a.header.Get("Content-Type"))
	switch {
	case a.empty:
		return "none"
	case a.json:
		return "json"
	case strings.Contains(declared, "html"):
		return "html"
	case strings.HasPrefix(declared, "text/"):
		return "text"
	}
	return "other"
}

// errorCode returns the code of an error in the form of Partner Center or of Graph.
func errorCode(a answer) (string, bool) {
	value, ok := member(a.body, "code")
	if inner, found := member(a.body, "error"); found {
		value, ok = member(inner, "code")
	}
	if !ok {
		return "", false
	}
	return textOf(value), true
}
