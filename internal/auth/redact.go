// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"net/url"
	"regexp"
	"strings"
)

// redactor cleans text that comes from elsewhere before it goes into an error.
type redactor struct {
	secrets []string
}

// maxText is how much of somebody else's text is shown, in bytes.
const maxText = 600

// clean returns the text in one line, shortened, without the known secrets and without anything that looks like a
// token or like a password in a URL.
func (r redactor) clean(text string) string {
	const redacted = "(redacted)"
	for _, secret := range r.secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, redacted)
			text = strings.ReplaceAll(text, url.QueryEscape(secret), redacted)
		}
	}
	text = jwtLike().ReplaceAllString(text, redacted)
	text = userInfo().ReplaceAllString(text, "://"+redacted+"@")
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	return text
}

// jwtLike matches the beginning of a JSON object in base64 and the two parts after it.
func jwtLike() *regexp.Regexp { return regexp.MustCompile(`eyJ[\w-]+(\.[\w-]*)*`) }

// userInfo matches the user name and password of a URL.
func userInfo() *regexp.Regexp { return regexp.MustCompile(`://[^/\s@]+@`) }
