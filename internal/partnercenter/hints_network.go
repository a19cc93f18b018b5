// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// adviseOnCause covers a call without a response, or with an unreadable one.
func adviseOnCause(err error) anatomy.Text {
	var (
		undecodable *jsonlist.Error
		signIn      *rest.SignInError
		odd         *rest.StatusError
	)
	switch {
	case errors.As(err, &undecodable):
		return adviseOnReply(undecodable.Problem)
	case errors.As(err, &odd):
		return anatomy.Say("Try again later. If this persists, check %v and the proxy settings "+
			"(HTTPS_PROXY, NO_PROXY): a proxy may have answered.", anatomy.BaseURL)
	case errors.Is(err, transport.ErrTooLate):
		return anatomy.Say("Try again later. Partner Center answers too slowly, or limits the rate " +
			"of requests.")
	case errors.As(err, &signIn):
		return nil // the sign-in has its own advice
	}
	if advice := adviseOnTLS(err); advice != nil {
		return advice
	}
	return adviseOnNetwork(err)
}

func adviseOnReply(problem jsonlist.Problem) anatomy.Text {
	switch problem {
	case jsonlist.ProblemHTML:
		return anatomy.Say("Check %v and the proxy settings (HTTPS_PROXY, NO_PROXY). A proxy or a "+
			"network sign-in page may have answered instead of Partner Center.", anatomy.BaseURL)
	case jsonlist.ProblemTooLarge:
		return anatomy.Say("Narrow the listing, for example to one subscription or one status.")
	default:
		return anatomy.Say("Try again. If this persists, check %v, and report the ids to Microsoft "+
			"Support.", anatomy.BaseURL)
	}
}

func adviseOnTLS(err error) anatomy.Text {
	var (
		authority  x509.UnknownAuthorityError
		unverified *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &authority):
		return anatomy.Say("If a proxy inspects TLS, or the server has its own CA, set %v to the CA's "+
			"certificate. The server's certificate is signed by an authority that this machine does not "+
			"trust.", anatomy.CABundlePath)
	case errors.As(err, &unverified):
		return anatomy.Say("Check the host in %v, the clock of this machine, and whether a proxy "+
			"answers in place of the server. The server's certificate is not valid for this connection.",
			anatomy.BaseURL)
	case errors.Is(err, http.ErrSchemeMismatch):
		return anatomy.Say("Check the scheme and the port in %v. The server does not speak TLS.",
			anatomy.BaseURL)
	}
	return nil
}

func adviseOnNetwork(err error) anatomy.Text {
	var (
		name   *net.DNSError
		dial   *net.OpError
		proxy  *transport.ProxyError
		broken *jsonlist.BrokenError
		late   net.Error
	)
	switch {
	case errors.As(err, &proxy):
		return anatomy.Say("Check the proxy settings of the environment (HTTPS_PROXY, NO_PROXY). The " +
			"proxy refuses the request.")
	case errors.As(err, &name):
		return anatomy.Say("Check %v if it is set, DNS, and whether a proxy is needed (HTTPS_PROXY). "+
			"The name of the server cannot be resolved.", anatomy.BaseURL)
	case errors.As(err, &dial) && dial.Op == "dial":
		return anatomy.Say("Check the network, %v if it is set, and the proxy settings (HTTPS_PROXY, "+
			"NO_PROXY). The server cannot be reached.", anatomy.BaseURL)
	case errors.As(err, &broken), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, connectionReset):
		return anatomy.Say("Try again later, and check the network and any proxy. The connection was " +
			"closed.")
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return anatomy.Join(anatomy.Say("Try again later, or check the network and %v. The server took "+
			"too long.", anatomy.BaseURL), anatomy.Say("Raise %v.", anatomy.Timeout))
	}
	return nil
}
