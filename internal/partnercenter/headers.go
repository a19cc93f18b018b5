// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Header names: docs-dev/api.md, Headers. User-Agent is set by the transport.
const (
	headerAuthorization = "Authorization"
	headerAccept        = "Accept"
	headerContentType   = "Content-Type"
	headerRequestID     = transport.HeaderRequestID
	headerCorrelationID = transport.HeaderCorrelationID
	headerNewEvents     = "X-NewEventsModel"
	headerLocale        = "X-Locale"
	headerApplication   = "MS-PartnerCenter-Application"
	headerValidateMFA   = "ValidateMfa"

	headerMFACompliant = "isMfaCompliant"   // response
	headerChallenge    = "WWW-Authenticate" // response
	headerLocation     = "Location"         // response

	mediaTypeJSON = "application/json"
)

// setHeaders sets what stays the same over all attempts of a call.
func (c *Client) setHeaders(h http.Header, withBody bool) {
	h.Set(headerAccept, mediaTypeJSON)
	if withBody {
		h.Set(headerContentType, mediaTypeJSON)
	}
	h.Set(headerCorrelationID, c.cfg.CorrelationID)
	if !c.cfg.ClassicEvents {
		h.Set(headerNewEvents, "true")
	}
	h.Set(headerLocale, c.cfg.Locale)
	h.Set(headerApplication, c.cfg.ApplicationName)
	h.Set(headerValidateMFA, "true")
}

func setToken(h http.Header, token auth.Token) { h.Set(headerAuthorization, "Bearer "+token.Value) }

// mfaCompliant reads the service's verdict on the sign-in; nil if there is none.
func mfaCompliant(h http.Header) *bool {
	verdict, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(h.Get(headerMFACompliant))))
	if err != nil {
		return nil
	}
	return &verdict
}
