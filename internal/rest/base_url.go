// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// ParseBaseURL checks the address of an API. Its errors do not quote the address, which may hold a
// password.
func ParseBaseURL(raw, example string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil, u.Host == "", u.Hostname() == "":
		return nil, errors.New("must be an absolute URL such as " + example)
	case u.User != nil:
		return nil, errors.New("must not contain a user name or password")
	case u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return nil, errors.New("must not have a query or a fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("must use https; plain http is allowed only on a loopback address")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("must use https")
	}
	return u, nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
