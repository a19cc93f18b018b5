// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// ProxySettingError is a proxy variable that makes no sense. httpproxy takes such a one for none,
// and requests would go past the proxy. The value is not repeated: it may hold a password.
type ProxySettingError struct {
	Variable string // "HTTPS_PROXY"
	Problem  string // completes the variable's name
}

func (e *ProxySettingError) Error() string {
	return "environment variable " + e.Variable + ": " + e.Problem
}

// proxyFromEnvironment reads the environment now. http.ProxyFromEnvironment would remember what it
// first saw.
func proxyFromEnvironment() (func(*http.Request) (*url.URL, error), error) {
	if err := checkProxyVariables(os.Getenv); err != nil {
		return nil, err
	}
	proxyFor := httpproxy.FromEnvironment().ProxyFunc()
	return func(r *http.Request) (*url.URL, error) { return proxyFor(r.URL) }, nil
}

// checkProxyVariables looks at the variables that httpproxy reads. Of two spellings the first that
// is set counts.
func checkProxyVariables(getenv func(string) string) error {
	for _, v := range []struct {
		names []string
		check func(string) string
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
			if problem := v.check(value); problem != "" {
				return &ProxySettingError{Variable: name, Problem: problem}
			}
			break
		}
	}
	return nil
}

const proxyForm = "Give the form http://host:port, or http://user:password@host:port with " +
	"special characters of user and password percent-encoded, or unset it"

const noProxyForm = "Give host names, domains, IP addresses or CIDR ranges, separated by commas"

// checkProxy says what is wrong with the address of a proxy; empty if nothing is.
func checkProxy(value string) string {
	if isPlaceholder(value) {
		return "it is an unreplaced placeholder. " + proxyForm
	}
	if !strings.Contains(value, "://") {
		value = "http://" + value // as httpproxy does
	}
	proxy, err := url.Parse(value)
	switch {
	case err != nil || !isHost(proxy.Hostname()), hasMore(proxy):
		return "it is not the address of a proxy. " + proxyForm
	case proxy.Port() != "" && !isPort(proxy.Port()):
		return "its port is not a number from 1 to 65535. " + proxyForm
	case !slices.Contains([]string{"http", "https", "socks5", "socks5h"}, proxy.Scheme):
		return "its scheme must be one of http, https, socks5, socks5h. " + proxyForm
	}
	return ""
}

// hasMore finds what is behind the host: a password with a special character, most of the time.
func hasMore(proxy *url.URL) bool {
	return strings.Trim(proxy.Path, "/") != "" || proxy.RawQuery != "" || proxy.Fragment != ""
}

// isHost tells host names and IP addresses from what url.Parse lets through: $(NAME), lists,
// sentences.
func isHost(host string) bool {
	bare, _, _ := strings.Cut(host, "%") // the zone of an IPv6 address
	return net.ParseIP(bare) != nil ||
		regexp.MustCompile(`^[\p{L}\p{N}_]([\p{L}\p{N}_.-]*)$`).MatchString(host)
}

func isPort(port string) bool {
	n, err := strconv.Atoi(port)
	return err == nil && n > 0 && n < 1<<16
}

// checkNoProxy finds entries that match nothing. They do not let requests past the proxy, but keep
// them from going direct.
func checkNoProxy(value string) string {
	if isPlaceholder(value) {
		return "it is an unreplaced placeholder. " + noProxyForm
	}
	for i, entry := range strings.Split(value, ",") {
		entry = strings.TrimSpace(entry)
		if _, _, err := net.ParseCIDR(entry); err != nil && strings.Contains(entry, "/") {
			return fmt.Sprintf("its entry %d is neither a host nor a CIDR range. %s, without http://", i+1,
				noProxyForm)
		}
	}
	return ""
}

// isPlaceholder tells $(NAME), ${NAME} and ${{ … }}, which url.Parse takes for a host.
func isPlaceholder(value string) bool {
	value = strings.TrimSpace(value)
	return strings.HasPrefix(value, "$(") || strings.HasPrefix(value, "${")
}
