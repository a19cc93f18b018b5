// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// DefaultHosts returns the hosts of signing certificates that the documentation of a cloud names.
// For China it names none.
func DefaultHosts(environment string) []string {
	if environment == "china" {
		return nil
	}
	return []string{"3psostorageacct.blob.core.windows.net"}
}

// microsoftHosts serve the certificates and the revocation lists of Microsoft's own certification
// authorities.
func microsoftHosts() []string {
	return []string{"www.microsoft.com", "crl.microsoft.com", "mscrl.microsoft.com"}
}

// checkCertificateURL refuses every URL but the documented form on an allowed host. A sender
// chooses this URL, so anything else would let strangers choose what the receiver fetches.
func checkCertificateURL(text string, hosts []string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return refuse("its certificate URL is invalid")
	case u.Scheme != "https":
		return refuse("its certificate URL must begin with https")
	case !hasHost(u, hosts):
		return refuse("its certificate comes from a host that is not allowed: %q", visible(u.Host))
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.RawPath != "" ||
		strings.Contains(text, "#") || !certificatePath().MatchString(u.Path):
		return refuse("its certificate URL must have the form https://HOST/cert/NAME.cer")
	}
	return nil
}

func certificatePath() *regexp.Regexp { return regexp.MustCompile(`^/cert/[A-Za-z0-9._-]+\.cer$`) }

// mayFetch accepts a URL in a certificate: of its issuer's certificate, or of a revocation list.
// Such URLs use plain HTTP. A forged answer does not matter: authorities sign both.
func mayFetch(text string, hosts []string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.User == nil &&
		u.RawQuery == "" && hasHost(u, slices.Concat(microsoftHosts(), hosts))
}

// hasHost compares the host with its port, unless the port is the usual one.
func hasHost(u *url.URL, hosts []string) bool {
	host := strings.ToLower(u.Host)
	if u.Scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	return slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, host) })
}
