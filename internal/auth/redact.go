// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Redactor cleans text from Entra ID, from the service that gets the tokens, or from a proxy
// before it becomes part of an error.
type Redactor struct {
	Secrets []string
}

// maxText limits foreign text, in characters.
const maxText = 600

// Clean returns the text on one line, shortened, without the known secrets and without anything
// that looks like a token or like a password in a URL. Invisible characters become blanks, because
// foreign text must not move a terminal's cursor or change the direction of text.
func (r Redactor) Clean(text string) string {
	text = anatomy.Known(r.Secrets...).Hide(text)
	text = jwtLike().ReplaceAllString(text, anatomy.Redacted)
	text = userInfo().ReplaceAllString(text, "://"+anatomy.Redacted+"@")
	text = strings.Join(strings.Fields(strings.Map(blankIfUnseen, text)), " ")
	if runes := []rune(text); len(runes) > maxText {
		text = string(runes[:maxText]) + "…"
	}
	return text
}

// blankIfUnseen replaces control characters and marks of format or direction with a blank.
func blankIfUnseen(r rune) rune {
	if !unicode.IsGraphic(r) {
		return ' '
	}
	return r
}

// jwtLike matches the beginning of a JSON object in base64 and the two parts after it.
func jwtLike() *regexp.Regexp { return regexp.MustCompile(`eyJ[\w-]+(\.[\w-]*)*`) }

// userInfo matches the user name and password of a URL.
func userInfo() *regexp.Regexp { return regexp.MustCompile(`://[^/\s@]+@`) }
