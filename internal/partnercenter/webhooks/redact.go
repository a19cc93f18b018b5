// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"net/url"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// The most that a message shows of a URL, of a name, and of a list of names.
const (
	longestURL   = 300
	longestName  = 80
	longestNames = 40
)

// Names lists names of events in order, for messages.
func Names(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	var shown []string
	for _, name := range slices.Sorted(slices.Values(names)) {
		if len(shown) == longestNames {
			shown = append(shown, "…")
			break
		}
		shown = append(shown, shortened(name, longestName))
	}
	return strings.Join(shown, ", ")
}

// Redacted returns a URL for messages and logs. A query often holds a key (Logic Apps, Azure
// Functions), so its values are hidden, and so are a password and a fragment.
func Redacted(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return shortened(redactedText(text), longestURL)
	}
	shown := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.User != nil {
		shown = u.Scheme + "://…@" + u.Host + u.EscapedPath()
	}
	if names := queryNames(u.RawQuery); len(names) > 0 {
		shown += "?" + strings.Join(names, "&")
	}
	return shortened(shown, longestURL)
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

func shortened(text string, longest int) string {
	text = fraud.Printable(text)
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}
