// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"cmp"
	"net/http"
	"net/url"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// Describe omits the secrets. The body does not identify a call, because it contains a new
// assertion each time.
func (s *SignIn) Describe(r *http.Request, body []byte) harness.Description {
	return harness.Description{
		Key:  r.Method + " " + r.URL.Path + "?" + r.URL.RawQuery,
		Body: redactedForm(body),
	}
}

// Limit is none: only the API throttles.
func (s *SignIn) Limit() harness.Limit { return harness.Limit{} }

// Refuse answers with a failure in Entra ID's form.
func (s *SignIn) Refuse(w http.ResponseWriter, r *http.Request, f harness.Fault) {
	s.writeSignInError(w, r, faultError(f))
}

// faultError is the answer to a sign-in for an injected fault.
func faultError(f harness.Fault) *signInError {
	aadsts := f.AADSTS
	switch {
	case aadsts != 0:
	case f.Status == http.StatusTooManyRequests:
		aadsts = 90055
	case f.Status == http.StatusRequestEntityTooLarge:
		aadsts = 9002313
	default:
		aadsts = 90033
	}
	e := refuse(aadsts)
	e.status = cmp.Or(f.Status, e.status)
	e.code = cmp.Or(f.Code, e.code)
	e.text = cmp.Or(f.Description, e.text)
	e.claims = cmp.Or(f.Claims, e.claims)
	return e
}

// redactedForm returns a sign-in form without its secrets. It omits a body that is not a form.
func redactedForm(body []byte) string {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	secret := []string{
		"client_secret", "client_assertion", "refresh_token", "code", "code_verifier", "device_code",
		"password",
	}
	for _, name := range secret {
		for i, value := range form[name] {
			form[name][i] = harness.Fingerprint(value)
		}
	}
	return form.Encode()
}
