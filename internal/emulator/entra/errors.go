// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"cmp"
	"net/http"
)

// signInError is a refusal in Entra ID's form (docs-dev/api.md, Sign-in).
type signInError struct {
	status   int
	code     string // error
	aadsts   int
	text     string // the text after the number
	suberror string
	claims   string // JSON
}

// policyClaims is the claims challenge of a Conditional Access policy.
const policyClaims = `{"access_token":{"capolids":{"essential":true,` +
	`"values":["1f3ab1bb-6a7e-4a1e-9c3e-0d3b6b6b9c6a"]}}}`

// refuse returns Entra ID's answer for an AADSTS number. An unknown number is an invalid_grant.
func refuse(aadsts int) *signInError {
	e, ok := signInErrors()[aadsts]
	if !ok {
		e = signInError{text: "The request was refused."}
	}
	e.aadsts = aadsts
	e.code = cmp.Or(e.code, "invalid_grant")
	if e.status == 0 {
		e.status = http.StatusBadRequest
		if e.code == "invalid_client" {
			e.status = http.StatusUnauthorized
		}
	}
	return &e
}

func missingParameter(name string) *signInError {
	e := refuse(900144)
	e.text = "The request body must contain the following parameter: '" + name + "'."
	return e
}

const checkTenant = "Check to make sure you have the correct tenant ID and are signing into the " +
	"correct cloud."

func signInErrors() map[int]signInError {
	return map[int]signInError{
		// The user's grant.
		700082: {text: "The refresh token has expired due to inactivity. The token was inactive for " +
			"90.00:00:00."},
		70008: {text: "The provided authorization code or refresh token has expired. Send a new " +
			"interactive authorization request."},
		700084: {text: "The refresh token was issued to a single page app, and has a fixed, limited " +
			"lifetime of 1.00:00:00."},
		50173: {suberror: "bad_token",
			text: "The provided grant has expired due to it being revoked, a fresh auth token is needed."},
		50076: {suberror: "basic_action", claims: policyClaims,
			text: "Due to a configuration change made by your administrator, or because you moved to a " +
				"new location, you must use multi-factor authentication to access the resource."},
		50078: {suberror: "basic_action", claims: policyClaims,
			text: "Presented multi-factor authentication has expired due to policies configured by your " +
				"administrator, you must refresh your multi-factor authentication."},
		50079: {code: "interaction_required", suberror: "basic_action", claims: policyClaims,
			text: "Due to a configuration change made by your administrator, you must enroll in " +
				"multi-factor authentication to access the resource."},
		70043: {suberror: "bad_token",
			text: "The refresh token has expired or is invalid due to sign-in frequency checks by " +
				"conditional access."},
		53003: {code: "interaction_required", suberror: "message_only", claims: policyClaims,
			text: "Access has been blocked by Conditional Access policies. The access policy does not " +
				"allow token issuance."},
		65001: {suberror: "consent_required",
			text: "The user or administrator has not consented to use the application. Send an " +
				"interactive authorization request for this user and resource."},
		700005:  {text: "The provided authorization code is intended to use against another client."},
		700007:  {text: "The refresh token was issued to another client."},
		9002313: {text: "Invalid request. Request is malformed or invalid."},
		54005: {text: "The OAuth2 authorization code was already redeemed, please retry with a new " +
			"valid code or use an existing refresh token."},
		501481: {text: "The Code_Verifier does not match the code_challenge supplied in the " +
			"authorization request."},
		50011: {code: "invalid_client", status: http.StatusBadRequest,
			text: "The redirect URI specified in the request does not match the redirect URIs " +
				"configured for the application."},
		500112: {code: "invalid_client", status: http.StatusBadRequest,
			text: "The reply address does not match the reply address provided when requesting the " +
				"authorization code."},
		70016: {code: "authorization_pending",
			text: "OAuth 2.0 device flow error. Authorization is pending. Continue polling."},
		70020: {code: "expired_token", text: "The device code has expired. Start the flow again."},
		70019: {code: "authorization_declined", text: "The end user denied the authorization request."},
		70018: {code: "bad_verification_code", text: "The device code was not recognised."},

		// The app.
		700016: {code: "unauthorized_client", text: "The application was not found in the directory."},
		7000215: {code: "invalid_client",
			text: "Invalid client secret provided. Ensure the secret being sent in the request is the " +
				"client secret value, not the client secret ID."},
		7000222: {code: "invalid_client",
			text: "The provided client secret keys for the app are expired."},
		7000218: {code: "invalid_client",
			text: "The request body must contain the following parameter: 'client_assertion' or " +
				"'client_secret'."},
		700025: {code: "invalid_client",
			text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."},
		700027: {code: "invalid_client",
			text: "The certificate with the identifier used to sign the client assertion is not " +
				"registered on the application."},
		700023: {code: "invalid_client",
			text: "Client assertion audience claim does not match the realm issuer."},
		700024: {code: "invalid_client", text: "Client assertion is not within its valid time range."},
		70021: {code: "invalid_client",
			text: "No matching federated identity record found for presented assertion."},
		700211: {code: "invalid_client",
			text: "No matching federated identity record found for presented assertion issuer."},
		700212: {code: "invalid_client",
			text: "No matching federated identity record found for presented assertion audience."},
		700213: {code: "invalid_client",
			text: "No matching federated identity record found for presented assertion subject."},

		// The request.
		90002: {code: "invalid_tenant", text: "The tenant was not found. " + checkTenant},
		90038: {code: "invalid_request",
			text: "The tenant is in another cloud. The request was sent to the wrong authority."},
		500011: {code: "invalid_resource", text: "The resource principal was not found in the tenant."},
		900144: {code: "invalid_request",
			text: "The request body must contain a parameter that is missing."},
		1002012: {code: "invalid_scope",
			text: "The provided value for scope is not valid. Client credential flows must have a scope " +
				"value with /.default suffixed to the resource identifier (application ID URI)."},
		70011: {code: "invalid_scope",
			text: "The provided value for the input parameter 'scope' is not valid."},
		28000: {code: "invalid_scope",
			text: "The provided value for the input parameter scope is not valid because it contains " +
				"more than one resource."},
		70003: {code: "unsupported_grant_type", text: "The app requested an unsupported grant type."},
		50196: {text: "The server terminated an operation because it encountered a client request loop."},
		90033: {code: "temporarily_unavailable", status: http.StatusServiceUnavailable,
			text: "A transient error has occurred. Please try again."},
		90055: {code: "temporarily_unavailable", status: http.StatusTooManyRequests,
			text: "The tenant is throttling incoming requests."},
	}
}
