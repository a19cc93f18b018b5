// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// safePath masks the segments of a path that could be secret: some gateways have a key in their
// address.
func safePath(u *url.URL) (path, raw string) {
	segments := strings.Split(u.EscapedPath(), "/")
	for i, segment := range segments {
		plain, err := url.PathUnescape(segment)
		if err != nil || isSecretive(plain) {
			segments[i] = anatomy.Masked
		}
	}
	raw = strings.Join(segments, "/")
	path, err := url.PathUnescape(raw)
	if err != nil {
		return anatomy.Masked, ""
	}
	return path, raw
}

// isSecretive reports whether a segment could be a secret: it is long, or mixes what only secrets
// mix. A word and an id are not.
func isSecretive(segment string) bool {
	const long = 30
	if regexp.MustCompile(`^([A-Za-z]{1,50}|` + guid + `(_` + guid + `)*)$`).MatchString(segment) {
		return false
	}
	return len(segment) >= long || anatomy.Mixed(segment)
}

const guid = `[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}`
