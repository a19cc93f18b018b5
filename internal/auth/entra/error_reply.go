// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"cmp"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// entraReply is an error reply of Entra ID: docs-dev/api.md, Sign-in (parity: sign-in-errors).
// Every field may be missing.
type entraReply struct {
	Error         string
	SubError      string
	Description   string
	Claims        string
	CorrelationID string
	TraceID       string
	Codes         []int
}

// replyError turns a reply with an error status into an *auth.Error, field by field, so that it
// carries nothing of the request.
func replyError(operation string, reply *http.Response, r auth.Redactor) *auth.Error {
	body, err := io.ReadAll(reply.Body)
	parsed, ok := parseEntraReply(body)
	parsed.CorrelationID = cmp.Or(parsed.CorrelationID, reply.Header.Get("client-request-id"))
	parsed.TraceID = cmp.Or(parsed.TraceID, reply.Header.Get("x-ms-request-id"))
	e := parsed.failure(operation, r)
	e.StatusCode = reply.StatusCode
	if err != nil || !ok {
		e.Problem = anatomy.Say("the reply is not the JSON of Entra ID%s", ContentType(reply.Header, r))
	}
	e.Advice = hintFor(e)
	return e
}

// failure returns the *auth.Error for Entra ID's reply, without advice.
func (p entraReply) failure(operation string, r auth.Redactor) *auth.Error {
	return &auth.Error{
		Operation:     operation,
		OAuthCode:     r.Clean(p.Error),
		SubError:      r.Clean(p.SubError),
		AADSTS:        p.Codes,
		Description:   r.Clean(firstLine(p.Description)),
		Claims:        p.Claims,
		CorrelationID: r.Clean(p.CorrelationID),
		TraceID:       r.Clean(p.TraceID),
	}
}

// parseEntraReply reads each field on its own, so that one of an unexpected type does not hide the
// others. It returns false if the body is not a JSON object with an error.
func parseEntraReply(body []byte) (entraReply, bool) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return entraReply{}, false
	}
	text := func(name string) string {
		var s string
		if json.Unmarshal(fields[name], &s) != nil {
			return ""
		}
		return s
	}
	reply := entraReply{
		Error:         text("error"),
		SubError:      text("suberror"),
		Description:   text("error_description"),
		Claims:        text("claims"),
		CorrelationID: text("correlation_id"),
		TraceID:       text("trace_id"),
	}
	reply.Codes = aadstsCodes(fields["error_codes"], reply.Description)
	return reply, reply.Error != "" || reply.Description != ""
}

// aadstsCodes returns the numbers from their own field, or else from the description.
func aadstsCodes(field json.RawMessage, description string) []int {
	var codes []int
	if json.Unmarshal(field, &codes) == nil && len(codes) > 0 {
		return codes
	}
	match := regexp.MustCompile(`^\s*AADSTS(\d{4,9})\b`).FindStringSubmatch(description)
	if match == nil {
		return nil
	}
	code, err := strconv.Atoi(match[1])
	if err != nil {
		return nil
	}
	return []int{code}
}

// firstLine removes the trace id, correlation id and time that Entra ID appends to its
// descriptions. They have their own fields.
func firstLine(description string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(description), "\n")
	line, _, _ = strings.Cut(line, " Trace ID:")
	return strings.TrimSpace(line)
}

// ContentType names the type of a reply, for the end of a sentence. Even a type can repeat a
// secret.
func ContentType(header http.Header, r auth.Redactor) string {
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return " (its type is " + r.Clean(mediaType) + ")"
}
