// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const (
	maxErrorBody   = 64 << 10
	maxDescription = 600 // runes
)

// failure is what a response that is not 2xx says.
type failure struct {
	code          string
	description   string
	foreign       bool // the body is not one that Partner Center or its gateway sends
	gateway       bool // the body is the gateway's
	missingMFA    bool
	requestID     string
	correlationID string
}

// errorBody holds the keys of all four documented shapes of errors (docs-dev/api.md, Errors).
type errorBody struct {
	Code        text `json:"code"` // Partner Center
	Description text `json:"description"`
	StatusCode  text `json:"statusCode"` // its gateway
	Message     text `json:"message"`
	// OAuth: a string; other Microsoft APIs: {code, message}
	Error      json.RawMessage `json:"error"`
	OAuthWords text            `json:"error_description"`
}

// text takes any JSON value, in the way of jsonlist.AppendText.
type text string

func (t *text) UnmarshalJSON(raw []byte) error {
	*t = text(jsonlist.AppendText(nil, raw))
	return nil
}

// readFailure reads the response to its end, within limits, and closes it. The token never gets
// into the result, not even if the service repeats it.
func readFailure(resp *http.Response, token string) failure {
	raw, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // what came is enough for an error
	_ = resp.Body.Close()
	resp.Body = http.NoBody

	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, jsonlist.BOM()))
	f := parseErrorBody(raw)
	reason := strings.TrimSpace(strings.TrimPrefix(resp.Status, fmt.Sprint(resp.StatusCode)))
	switch {
	case f.foreign:
		f.description = fmt.Sprintf("%d bytes of %s", len(raw), contentType(resp.Header))
	case f.description == "" && !strings.EqualFold(reason, http.StatusText(resp.StatusCode)):
		f.description = reason
	}
	if resp.StatusCode/100 == 3 {
		f.description = describeRedirect(resp.Header.Get(headerLocation))
	}
	f.missingMFA = resp.StatusCode == http.StatusUnauthorized &&
		(isMFACode(f.code) || strings.Contains(reason, "MFA") || bytes.Contains(raw, []byte("MFA")))
	f.code, f.description = clean(f.code, token), clean(f.description, token)
	f.requestID = transport.ResponseID(resp.Header, headerRequestID)
	f.correlationID = transport.ResponseID(resp.Header, headerCorrelationID)
	return f
}

// parseErrorBody tells the shapes apart by what they hold.
func parseErrorBody(raw []byte) failure {
	if len(raw) == 0 {
		return failure{}
	}
	var body errorBody
	if raw[0] != '{' || json.Unmarshal(raw, &body) != nil {
		return failure{foreign: true}
	}
	switch {
	case body.Code != "" || body.Description != "":
		words := body.Description
		if words == "" {
			words = body.Message
		}
		return failure{code: string(body.Code), description: string(words)}
	case body.Message != "":
		// its own number only repeats the status
		return failure{description: string(body.Message), gateway: true}
	case len(body.Error) > 0:
		return parseNestedError(body)
	}
	return failure{foreign: true}
}

func parseNestedError(body errorBody) failure {
	if body.Error[0] != '{' {
		return failure{code: string(jsonlist.AppendText(nil, body.Error)),
			description: string(body.OAuthWords)}
	}
	var inner errorBody
	if json.Unmarshal(body.Error, &inner) != nil {
		return failure{foreign: true}
	}
	return failure{code: string(inner.Code), description: string(inner.Message)}
}

// describeRedirect names scheme and host only: the rest may hold secrets.
func describeRedirect(location string) string {
	if u, err := url.Parse(location); err == nil && u.Host != "" {
		return "a redirect to " + u.Scheme + "://" + u.Host
	}
	return "a redirect"
}

// contentType names the type of a body that is not shown. Only what looks like a type is repeated.
func contentType(h http.Header) string {
	mediaType, _, _ := strings.Cut(h.Get(headerContentType), ";")
	mediaType = strings.ToLower(strings.TrimSpace(mediaType))
	if regexp.MustCompile(`^(application|text|image|multipart)/[a-z0-9.+-]{1,40}$`).MatchString(
		mediaType) {
		return mediaType
	}
	return "unknown type"
}

// clean makes a text of the service fit for an error: one line, not too long, and without our
// token.
func clean(words, token string) string {
	if token != "" {
		words = strings.ReplaceAll(words, token, "(token)")
	}
	words = strings.Map(func(r rune) rune {
		if isControl(r) {
			return ' '
		}
		return r
	}, words)
	words = strings.Join(strings.Fields(words), " ")
	if runes := []rune(words); len(runes) > maxDescription {
		words = string(runes[:maxDescription]) + "…"
	}
	return words
}

// isControl includes the invisible characters that could disguise a text.
func isControl(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }
