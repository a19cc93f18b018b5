// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"golang.org/x/net/http/httpproxy"
)

// FuzzRetryAfter reads the header of a hostile server. A wait is never negative, and a number of
// seconds is never less than asked, however large it is.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "0", "5", " 120 ", "99999999999999999999", "-1", "+1", "1.5",
		"Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT"} {
		f.Add(seed)
	}
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		wait := retryAfter(value, now)
		if wait < 0 {
			t.Errorf("%q: %v", value, wait)
		}
		if regexp.MustCompile(`^[1-9]\d*$`).MatchString(value) && wait < time.Second {
			t.Errorf("%q asks for a wait, got %v", value, wait)
		}
	})
}

// FuzzCheckProxy compares the check with what net/http does: a value that the check accepts leads
// every request through a proxy, and never around it.
func FuzzCheckProxy(f *testing.F) {
	for _, seed := range []string{"proxy:3128", "http://u:p@proxy.example:8080", "socks5://[::1]:1",
		"https://proxy/", "$(PROXY)", "a,b", "http://proxy:0", "http://[fe80::1%25eth0]:80", "ftp://x"} {
		f.Add(seed)
	}
	target := &url.URL{Scheme: "https", Host: "api.partnercenter.microsoft.com"}
	f.Fuzz(func(t *testing.T, value string) {
		if value == "" || checkProxy(value) != nil {
			return
		}
		config := httpproxy.Config{HTTPSProxy: value}
		if through, err := config.ProxyFunc()(target); err != nil || through == nil ||
			through.Hostname() == "" {
			t.Errorf("%q is accepted, and net/http uses %v, %v", value, through, err)
		}
	})
}
