// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"

	msalerrors "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// msalFailure turns an error of MSAL into an *auth.Error. It keeps none of MSAL's own error types:
// CallErr carries the request with its secrets, and the text of InvalidJsonErr carries the reply
// with its tokens.
func msalFailure(operation string, err error, r auth.Redactor) *auth.Error {
	var (
		own         *auth.Error // returned by a client credential that creates assertions
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
		return &auth.Error{
			Operation: operation,
			Problem:   anatomy.Say("the reply of the sign-in service is cut off or is not valid JSON"),
			Advice: anatomy.Say("Try again. If this persists, check %v, and any proxy or firewall "+
				"between this machine and Entra ID.", anatomy.AuthorityHost),
		}
	case errors.As(err, &network), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, context.Canceled):
		return RequestFailure(operation, err, r)
	default:
		return &auth.Error{Operation: operation, Problem: anatomy.Say("%v", r.Clean(err.Error())),
			Advice: anatomy.Say("Check %v and %v, and that the app's delegated permission has "+
				"admin consent. If everything is correct, report a bug.", anatomy.AuthorityHost,
				anatomy.Environment)}
	}
}

// RequestFailure describes a request without a reply.
func RequestFailure(operation string, err error, r auth.Redactor) *auth.Error {
	var network *url.Error
	switch {
	case errors.As(err, &network):
		text := network.Error()
		if u, err := url.Parse(network.URL); err == nil && u.Host != "" {
			text = anatomy.WithoutHost(text, u.Host)
		}
		return &auth.Error{Operation: operation, Problem: anatomy.Say("%v", r.Clean(text)),
			Advice: networkHint(network), Err: network.Err}
	case errors.Is(err, context.DeadlineExceeded):
		return &auth.Error{Operation: operation, Problem: anatomy.Say("no reply came in time"),
			Advice: unreachable(),
			Err:    context.DeadlineExceeded}
	case errors.Is(err, context.Canceled):
		return &auth.Error{Operation: operation, Problem: anatomy.Say("it was interrupted"),
			Err: context.Canceled}
	default:
		return &auth.Error{Operation: operation, Problem: anatomy.Say("%v", r.Clean(err.Error())),
			Advice: unreachable()}
	}
}

func unreachable() anatomy.Text {
	return anatomy.Say("Check the network, the proxy settings of the environment (HTTPS_PROXY, "+
		"NO_PROXY), %v, and %v.", anatomy.Environment, anatomy.AuthorityHost)
}

func networkHint(err *url.Error) anatomy.Text {
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate):
		return anatomy.Say("Check %v. If a proxy or a test server has its own CA, set %v to the CA's "+
			"certificate. The certificate of the sign-in host is not trusted.",
			anatomy.AuthorityHost, anatomy.CABundlePath)
	case errors.Is(err, http.ErrSchemeMismatch):
		return anatomy.Say("Check %v. The sign-in host does not speak HTTPS on this port.",
			anatomy.AuthorityHost)
	case errors.Is(err, errPlainHTTP):
		return anatomy.Say("Check %v. The sign-in host named a token endpoint without HTTPS, and "+
			"secrets are sent only over HTTPS.", anatomy.AuthorityHost)
	default:
		return anatomy.Join(unreachable(), anatomy.Say("The sign-in host cannot be reached."))
	}
}
