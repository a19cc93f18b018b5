// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"
	"net"
	"net/url"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// parseBaseURL checks the address of the API. Its errors do not quote the address, which may hold a
// password.
func parseBaseURL(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	switch {
	case err != nil, u.Host == "", u.Hostname() == "":
		return nil, errors.New("must be an absolute URL such as " +
			"https://api.partnercenter.microsoft.com")
	case u.User != nil:
		return nil, errors.New("must not contain a user name or password")
	case u.RawQuery != "", u.ForceQuery, u.Fragment != "":
		return nil, errors.New("must not have a query or a fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("must use https; plain http is allowed only on a loopback address")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("must use https")
	case namesTheAPI(u.Path):
		return nil, anatomy.Wrong("must end before /v1, which every call adds: with it, Partner Center " +
			"answers 404 to everything, and decided events would look unlisted, with only a warning").
			Do("Set it to https://api.partnercenter.microsoft.com, or leave it out.")
	}
	return u, nil
}

// namesTheAPI finds a base URL that ends with /v1 or a path below it, as in the addresses in
// Microsoft's documentation. A gateway may have its own v1 before that.
func namesTheAPI(path string) bool {
	segments := strings.FieldsFunc(strings.ToLower(path), func(r rune) bool { return r == '/' })
	for i, segment := range segments {
		if segment == "fraudevents" || segment == "v1" && i == len(segments)-1 {
			return true
		}
	}
	return false
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// CheckBaseURL checks an address of the API like NewClient.
func CheckBaseURL(raw string) error {
	_, err := parseBaseURL(raw)
	return err
}
