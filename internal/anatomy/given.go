// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Given describes a value that a setting cannot have. The message goes to a log, and a setting can
// hold the secret of another one by mistake: a value that is not harmless is only measured.
func Given(value string, harmless bool) string {
	if harmless {
		return fmt.Sprintf("%q", value)
	}
	return fmt.Sprintf("a text of %d characters", utf8.RuneCountInString(value))
}

// shortestSecret is less than the length of a client secret or a token of Microsoft.
const shortestSecret = 30

// Unreadable hides the path in the error of a file that cannot be read, if the path could be a
// secret: somebody put the content where the path belongs.
func Unreadable(err error) error {
	inner := new(fs.PathError)
	if !errors.As(err, &inner) || Path(inner.Path) == inner.Path {
		return err
	}
	return fmt.Errorf("%s %s: %w", inner.Op, Path(inner.Path), inner.Err)
}

// Typed describes a value that a flag cannot have. It is shown, unless it could be a secret.
func Typed(value string) string { return Given(value, len(value) < shortestSecret) }

// Path returns a path as it is, unless it could be a secret.
func Path(path string) string {
	if len(path) < shortestSecret || isPath(path) {
		return path
	}
	return Given(path, false)
}

// Masked stands for a part of an address that could be a secret.
const Masked = "REDACTED"

// Host returns the host of an address as it is, unless a part of its name could be a secret.
func Host(host string) string {
	parts := strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == ':' })
	if slices.ContainsFunc(parts, isSecretive) {
		return Masked
	}
	return host
}

// WithoutHost hides a host in a text if a part of its name could be a secret.
func WithoutHost(text, host string) string { return strings.ReplaceAll(text, host, Host(host)) }

// isSecretive reports whether a part of a host's name could be a secret. The names of machines that
// a platform makes up are long, too, but have hyphens.
func isSecretive(part string) bool {
	has := func(is func(rune) bool) bool { return strings.ContainsFunc(part, is) }
	return Mixed(part) || len(part) >= shortestSecret && has(unicode.IsLetter) &&
		has(unicode.IsDigit) && !strings.Contains(part, "-")
}

// Mixed reports whether a part of an address mixes what only secrets mix.
func Mixed(part string) bool {
	const mixed = 12
	has := func(is func(rune) bool) bool { return strings.ContainsFunc(part, is) }
	return strings.ContainsAny(part, "~+=") ||
		len(part) >= mixed && has(unicode.IsUpper) && has(unicode.IsLower) && has(unicode.IsDigit)
}

// isPath finds what all absolute paths begin with, and how most relative ones begin or end. A
// secret in Base64 can have a slash in its middle.
func isPath(text string) bool {
	return strings.HasPrefix(text, "/") || strings.HasPrefix(text, "./") ||
		strings.HasPrefix(text, "../") || strings.HasPrefix(text, `\`) ||
		len(text) > 2 && text[1] == ':' && strings.ContainsRune(`/\`, rune(text[2])) ||
		slices.Contains(extensions(), strings.ToLower(filepath.Ext(text)))
}

// extensions are of the files that settings and flags name.
func extensions() []string {
	return strings.Fields(`.cer .crt .csv .env .html .json .jsonl .key .log .md .p12 .pem .pfx .ps1
		.tfplan .token .txt .yaml .yml`)
}
