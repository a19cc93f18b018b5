// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const maxErrorBody = 64 << 10

// Refusal is the content of a response that is not 2xx. It never contains a token or a body.
type Refusal struct {
	Code        string // of the service, for example "900421"
	Description string // the service's own words, shortened
	Instead     string // content instead of words: a page of HTML, a redirect
	Foreign     bool   // the body has none of the forms that Microsoft's APIs use
	Gateway     bool   // the body comes from a gateway
	Unrenewable bool   // a 401 for which another token would not help

	requestID, correlationID string // of the response
}

// errorBody holds the keys of all four documented shapes of errors (docs-dev/api.md, Errors;
// parity: error-shape).
type errorBody struct {
	Code        jsonlist.Text `json:"code"`
	Description jsonlist.Text `json:"description"`
	StatusCode  jsonlist.Text `json:"statusCode"` // its gateway
	Message     jsonlist.Text `json:"message"`
	// OAuth: a string; other Microsoft APIs: {code, message}
	Error      json.RawMessage `json:"error"`
	OAuthWords jsonlist.Text   `json:"error_description"`
}

// readRefusal reads the response to its end, within limits, and closes it. The result never
// contains a token, even if the service echoes one.
func (c *Client) readRefusal(resp *http.Response, token string) Refusal {
	raw, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // a part is enough for an error
	_ = resp.Body.Close()
	resp.Body = http.NoBody

	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, jsonlist.BOM()))
	r := parseErrorBody(raw)
	reason := strings.TrimSpace(strings.TrimPrefix(resp.Status, fmt.Sprint(resp.StatusCode)))
	switch {
	case r.Foreign:
		r.Instead = fmt.Sprintf("%d bytes of %s", len(raw), MediaType(resp.Header))
	case r.Description == "" && !strings.EqualFold(reason, http.StatusText(resp.StatusCode)):
		r.Description = reason
	}
	if resp.StatusCode/100 == 3 {
		r.Description, r.Instead = "", describeRedirect(resp.Header.Get(headerLocation))
	}
	r.Unrenewable = resp.StatusCode == http.StatusUnauthorized && c.cfg.Unrenewable != nil &&
		c.cfg.Unrenewable(r.Code, reason, raw)
	redactor := auth.Redactor{Secrets: []string{token}}
	for _, words := range []*string{&r.Code, &r.Description, &r.Instead} {
		*words = redactor.Clean(*words)
	}
	r.requestID = transport.ResponseID(resp.Header, c.cfg.Service.ids().Reply)
	r.correlationID = transport.ResponseID(resp.Header, c.cfg.Service.ids().Correlation)
	return r
}

// parseErrorBody identifies the forms by their content.
func parseErrorBody(raw []byte) Refusal {
	if len(raw) == 0 {
		return Refusal{}
	}
	var body errorBody
	if raw[0] != '{' || json.Unmarshal(raw, &body) != nil {
		return Refusal{Foreign: true}
	}
	switch {
	case body.Code != "" || body.Description != "":
		words := body.Description
		if words == "" {
			words = body.Message
		}
		return Refusal{Code: string(body.Code), Description: string(words)}
	case body.Message != "":
		// its own number only repeats the status
		return Refusal{Description: string(body.Message), Gateway: true}
	case len(body.Error) > 0:
		return parseNestedError(body)
	}
	return Refusal{Foreign: true}
}

func parseNestedError(body errorBody) Refusal {
	if body.Error[0] != '{' {
		return Refusal{Code: string(jsonlist.AppendText(nil, body.Error)),
			Description: string(body.OAuthWords)}
	}
	var inner errorBody
	if json.Unmarshal(body.Error, &inner) != nil {
		return Refusal{Foreign: true}
	}
	return Refusal{Code: string(inner.Code), Description: string(inner.Message)}
}

// describeRedirect names scheme and host only: the rest may hold secrets.
func describeRedirect(location string) string {
	if u, err := url.Parse(location); err == nil && u.Host != "" {
		return "a redirect to " + u.Scheme + "://" + u.Host
	}
	return "a redirect"
}

// MediaType returns the type of a body that is not shown. Anything that does not look like a type
// is omitted.
func MediaType(h http.Header) string {
	mediaType, _, _ := strings.Cut(h.Get(headerContentType), ";")
	mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	if regexp.MustCompile(`^(application|text|image|multipart)/[a-z0-9.+-]{1,40}$`).MatchString(
		mediaType) {
		return mediaType
	}
	return "unknown type"
}

// IsControl includes the invisible characters that could disguise a text.
func IsControl(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }
