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
	"syscall"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const (
	hintUnknownAuthority = "The certificate of the server is signed by an authority that this " +
		"machine does not trust. If a proxy inspects TLS, or the server has its own CA, give the CA's " +
		"certificate with `ca_bundle_path`."
	hintCertificate = "The certificate of the server is not valid for this connection. Check the " +
		"host in `base_url`, the clock of this machine, and whether a proxy answers in place of the " +
		"server."
	hintNotTLS      = "The server does not speak TLS. Check the scheme and the port in `base_url`."
	hintUnreachable = "The server cannot be reached. Check the network, `base_url` if it is set, " +
		"and the proxy settings (HTTPS_PROXY, NO_PROXY)."
	hintName = "The name of the server is not known. Check `base_url` if it is set, DNS, and " +
		"whether a proxy is needed (HTTPS_PROXY)."
	hintProxy = "The proxy does not let the request through. Check the proxy settings of the " +
		"environment (HTTPS_PROXY, NO_PROXY)."
	hintWebPage = "A proxy or a network sign-in page may have answered in place of Partner Center. " +
		"Check `base_url` and the proxy settings (HTTPS_PROXY, NO_PROXY)."
	hintStatus = "Try again later. If it stays so, check `base_url` and the proxy settings " +
		"(HTTPS_PROXY, NO_PROXY): something in between may have answered. Nothing counts as unlisted " +
		"because of this answer."
	hintNeverFresh = "Try again when Partner Center answers faster, or limits fewer requests."
	hintSlow       = "The server took too long. Try again later, raise the `timeouts`, or check " +
		"the network and `base_url`."
	hintTooLarge = "Narrow the listing, for example to one subscription or one status."
	hintOdd      = "Try again. If it stays so, check `base_url`, and report it with the ids below."
	hintBroken   = "The connection breaks off. Try again later, and check the network and the " +
		"proxy in between."
)

// hintForCause is the next step when there was no response, or one that could not be read.
func hintForCause(err error) string {
	var undecodable *jsonlist.Error
	if errors.As(err, &undecodable) {
		switch undecodable.Problem {
		case jsonlist.ProblemHTML:
			return hintWebPage
		case jsonlist.ProblemTooLarge:
			return hintTooLarge
		}
		return hintOdd
	}
	var (
		signIn *rest.SignInError
		name   *net.DNSError
		dial   *net.OpError
		proxy  *transport.ProxyError
		broken *jsonlist.BrokenError
		late   net.Error
		odd    *rest.StatusError
	)
	switch {
	case errors.As(err, &odd):
		return hintStatus
	case errors.Is(err, transport.ErrTooLate):
		return hintNeverFresh
	case errors.As(err, &signIn):
		return "" // the sign-in has its own
	case hintForTLS(err) != "":
		return hintForTLS(err)
	case errors.As(err, &proxy):
		return hintProxy
	case errors.As(err, &name):
		return hintName
	case errors.As(err, &dial) && dial.Op == "dial":
		return hintUnreachable
	case errors.As(err, &broken), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF),
		errors.Is(err, syscall.ECONNRESET):
		return hintBroken
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &late) && late.Timeout():
		return hintSlow
	}
	return ""
}

func hintForTLS(err error) string {
	var (
		authority  x509.UnknownAuthorityError
		unverified *tls.CertificateVerificationError
	)
	switch {
	case errors.As(err, &authority):
		return hintUnknownAuthority
	case errors.As(err, &unverified):
		return hintCertificate
	case errors.Is(err, http.ErrSchemeMismatch):
		return hintNotTLS
	}
	return ""
}
