// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"

	msalerrors "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"
)

// msalFailure turns an error of MSAL into an *Error. Nothing of MSAL's own error types is kept:
// CallErr carries the request with its secrets, and the text of InvalidJsonErr carries the reply
// with its tokens.
func msalFailure(operation string, err error, r redactor) *Error {
	var (
		own         *Error // of a client credential that asks for an assertion
		call        msalerrors.CallErr
		invalidJSON msalerrors.InvalidJsonErr
		network     *url.Error
	)
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &call) && call.Resp != nil:
		return replyError(operation, call.Resp, r)
	case errors.As(err, &invalidJSON):
		return &Error{
			Operation:   operation,
			Description: "the reply of the sign-in service is cut off, or is not the JSON that was expected",
			Hint: "Try again. If it stays so, check what stands between you and Entra ID: " +
				"`authority_host`, a proxy, a firewall.",
		}
	case errors.As(err, &network), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, context.Canceled):
		return requestFailure(operation, err, r)
	default:
		return &Error{Operation: operation, Description: r.clean(err.Error()), Hint: msalHint(err)}
	}
}

// requestFailure is about a request that got no reply.
func requestFailure(operation string, err error, r redactor) *Error {
	var network *url.Error
	switch {
	case errors.As(err, &network):
		return &Error{Operation: operation, Description: r.clean(network.Error()),
			Hint: networkHint(network), Err: network.Err}
	case errors.Is(err, context.DeadlineExceeded):
		return &Error{Operation: operation, Description: "no reply came in time", Hint: unreachableHint,
			Err: context.DeadlineExceeded}
	case errors.Is(err, context.Canceled):
		return &Error{Operation: operation, Description: "it was interrupted", Err: context.Canceled}
	default:
		return &Error{Operation: operation, Description: r.clean(err.Error()), Hint: unreachableHint}
	}
}

const unreachableHint = "Check the network, the proxy settings of the environment " +
	"(HTTPS_PROXY, NO_PROXY), `environment` and `authority_host`."

func networkHint(err *url.Error) string {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return "The certificate of the sign-in host is not trusted. Check `authority_host`; if a " +
			"proxy or a test server has its own certification authority, give its root in " +
			"`ca_bundle_path`."
	case errors.Is(err, http.ErrSchemeMismatch):
		return "The sign-in host does not speak HTTPS on this port. Check `authority_host`."
	case errors.Is(err, errPlainHTTP):
		return "The sign-in host named a token endpoint without HTTPS, and secrets go over HTTPS " +
			"only. Check `authority_host`."
	default:
		return "The sign-in host cannot be reached. " + unreachableHint
	}
}
