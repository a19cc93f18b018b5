// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "net/http"

// Partner Center's own headers: docs-dev/api.md, Headers (parity: call-ids, call-contract-version).
const (
	headerNewEvents   = "X-NewEventsModel"
	headerLocale      = "X-Locale"
	headerApplication = "MS-PartnerCenter-Application"
	headerValidateMFA = "ValidateMfa"

	headerMFACompliant = "isMfaCompliant" // response
)

// commonHeader has the headers of every call.
func commonHeader(locale, application string) http.Header {
	h := http.Header{}
	h.Set(headerLocale, locale)
	h.Set(headerApplication, application)
	h.Set(headerValidateMFA, "true")
	return h
}
