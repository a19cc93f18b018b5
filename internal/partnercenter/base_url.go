// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/url"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// parseBaseURL checks the address of the API. Its errors do not quote the address, which may hold a
// password.
func parseBaseURL(raw string) (*url.URL, error) {
	u, err := rest.ParseBaseURL(raw, "https://api.partnercenter.microsoft.com")
	if err == nil && namesTheAPI(u.Path) {
		err = anatomy.Wrong("must end before /v1, which every call adds: with it, Partner Center " +
			"answers 404 to everything, and decided events would look unlisted, with only a warning").
			Do("Set it to https://api.partnercenter.microsoft.com, or leave it out.")
	}
	return u, err
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

// CheckBaseURL checks an address of the API like NewClient.
func CheckBaseURL(raw string) error {
	_, err := parseBaseURL(raw)
	return err
}
