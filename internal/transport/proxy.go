// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
)

// proxyFromEnvironment reads the environment now. http.ProxyFromEnvironment would remember the
// environment of its first call.
func proxyFromEnvironment() (func(*http.Request) (*url.URL, error), error) {
	if err := checkProxyVariables(os.Getenv); err != nil {
		return nil, err
	}
	proxyFor := httpproxy.FromEnvironment().ProxyFunc()
	return func(r *http.Request) (*url.URL, error) { return proxyFor(r.URL) }, nil
}

// checkProxyVariables checks the variables that httpproxy reads. Of two spellings, the first that
// is set counts. The error is an [anatomy.Mistake]: httpproxy ignores an invalid variable, and
// requests would bypass the proxy. The error does not repeat the value, which may contain a
// password.
func checkProxyVariables(getenv func(string) string) error {
	for _, v := range []struct {
		names []string
		check func(string) *anatomy.Mistake
	}{
		{[]string{"HTTP_PROXY", "http_proxy"}, checkProxy},
		{[]string{"HTTPS_PROXY", "https_proxy"}, checkProxy},
		{[]string{"NO_PROXY", "no_proxy"}, checkNoProxy},
	} {
		for _, name := range v.names {
			value := getenv(name)
			if value == "" {
				continue
			}
			if mistake := v.check(value); mistake != nil {
				return mistake.At("", name)
			}
			break
		}
	}
	return nil
}

const proxyForm = "Use the form http://host:port, or http://user:password@host:port with " +
	"percent-encoded special characters, or unset it."

const noProxyForm = "Give host names, domains, IP addresses or CIDR ranges, without http://, " +
	"separated by commas."

// checkProxy says what is wrong with the address of a proxy; nil if nothing is.
func checkProxy(value string) *anatomy.Mistake {
	if placeholder.Is(value) {
		return anatomy.Wrong("is an unreplaced placeholder").Do(proxyForm)
	}
	if !strings.Contains(value, "://") {
		value = "http://" + value // as in httpproxy
	}
	proxy, err := url.Parse(value)
	switch {
	case err != nil || !isHost(proxy.Hostname()), hasMore(proxy):
		return anatomy.Wrong("is not the address of a proxy").Do(proxyForm)
	case proxy.Port() != "" && !isPort(proxy.Port()):
		return anatomy.Wrong("must have a port from 1 to 65535").Do(proxyForm)
	case !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme):
		return anatomy.Wrong("must have the scheme http, https, socks5, or socks5h").Do(proxyForm)
	}
	return nil
}

// hasMore finds text after the host, usually because a password contains a special character.
func hasMore(proxy *url.URL) bool {
	return strings.Trim(proxy.Path, "/") != "" || proxy.RawQuery != "" || proxy.Fragment != ""
}

// isHost distinguishes host names and IP addresses from other texts that url.Parse accepts:
// $(NAME), lists, sentences.
func isHost(host string) bool {
	bare, _, _ := strings.Cut(host, "%") // the zone of an IPv6 address
	return net.ParseIP(bare) != nil ||
		regexp.MustCompile(`^[\p{L}\p{N}_]([\p{L}\p{N}_.-]*)$`).MatchString(host)
}

func isPort(port string) bool {
	n, err := strconv.Atoi(port)
	return err == nil && n > 0 && n < 1<<16
}

// checkNoProxy finds entries that match nothing. They do not let requests bypass the proxy, but
// keep them from going direct.
func checkNoProxy(value string) *anatomy.Mistake {
	if placeholder.In(value) {
		return anatomy.Wrong("is an unreplaced placeholder").Do(noProxyForm)
	}
	for i, entry := range strings.Split(value, ",") {
		entry = strings.TrimSpace(entry)
		if _, _, err := net.ParseCIDR(entry); err != nil && strings.Contains(entry, "/") {
			return anatomy.Wrong("has an entry (number %d) that is neither a host nor a CIDR range", i+1).
				Do(noProxyForm)
		}
	}
	return nil
}
