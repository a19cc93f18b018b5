// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package webhookurl compares the URLs of webhook receivers, and shows them without their keys.
package webhookurl

import (
	"net/url"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// longest is the most that a message shows of a URL, in characters.
const longest = 300

// Same reports whether two URLs lead to the same receiver. The case of scheme and host does not
// matter, nor does the default port or an empty path.
func Same(a, b string) bool { return canonical(a) == canonical(b) }

func canonical(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return text
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":443")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String()
}

// Redacted returns a URL for messages and logs. A query often holds a key (Logic Apps, Azure
// Functions), so its values are hidden, and so are a password and a fragment.
func Redacted(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return shortened(redactedText(text))
	}
	shown := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.User != nil {
		shown = u.Scheme + "://…@" + u.Host + u.EscapedPath()
	}
	if names := queryNames(u.RawQuery); len(names) > 0 {
		shown += "?" + strings.Join(names, "&")
	}
	return shortened(shown)
}

// redactedText hides what could be a password, a query, or a fragment of a text that is no URL.
func redactedText(text string) string {
	if end := strings.IndexAny(text, "?#"); end >= 0 {
		text = text[:end+1] + "…"
	}
	if at := strings.LastIndex(text, "@"); at >= 0 {
		text = "…" + text[at:]
	}
	return text
}

func queryNames(query string) []string {
	var names []string
	for _, pair := range strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' }) {
		name, _, valued := strings.Cut(pair, "=")
		if !valued { // it may be a key without a name
			name = "…"
		} else {
			name += "=…"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func shortened(text string) string {
	text = fraud.Printable(text)
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}
