// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package leaks looks for secrets in what programs have written. Every test that runs the CLI, the
// sessions of the companion command, and the demo use it.
package leaks

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// shortest is the length of the shortest secret that is looked for: a shorter one could be a word.
const shortest = 8

// ErrNoSecrets is the result of a search that would prove nothing.
var ErrNoSecrets = errors.New("there are no secrets to look for, so the search would prove nothing")

// Search looks for secrets in every form in which they could be written, in one pass, because a log
// at the highest level has many megabytes.
type Search struct{ without *strings.Replacer }

// mark replaces a secret. No output of a CLI contains it.
const mark = "\x00\x01secret\x01\x00"

// For returns a search for these secrets.
func For(secrets ...string) (Search, error) {
	var pairs []string
	for _, secret := range secrets {
		if len(secret) < shortest {
			continue
		}
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret),
			base64.StdEncoding.EncodeToString([]byte(secret))} {
			pairs = append(pairs, form, mark)
		}
	}
	if len(pairs) == 0 {
		return Search{}, ErrNoSecrets
	}
	return Search{strings.NewReplacer(pairs...)}, nil
}

// In returns an error if a text contains a secret. It does not repeat the secret.
func (s Search) In(where, text string) error {
	if at := strings.Index(s.without.Replace(text), mark); at >= 0 {
		return fmt.Errorf("a secret is in %s, after %q", where, text[max(0, at-80):at])
	}
	return nil
}

// InFile is In for a file, which may be a saved plan.
func (s Search) InFile(path string) (size int, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	if content, err = unpacked(content); err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	return len(content), s.In(path, string(content))
}

// Credential finds what looks like a credential, even if nobody issued it.
func Credential(where, text string) error {
	lower := strings.ToLower(text)
	for pattern, text := range map[string]string{`bearer [\w.~+/-]{8,}`: lower,
		`authorization\\*["']?\s*[:=]`: lower, `eyJ[\w-]{8,}\.`: text} {
		if at := regexp.MustCompile(pattern).FindStringIndex(text); at != nil {
			return fmt.Errorf("%s holds what looks like a credential (%s), after %q", where, pattern,
				text[max(0, at[0]-80):at[0]])
		}
	}
	return nil
}

// unpacked returns the content of a saved plan, which is a zip archive, and any other file
// unchanged.
func unpacked(content []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if errors.Is(err, zip.ErrFormat) {
		return content, nil
	}
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, entry := range archive.File {
		reader, err := entry.Open()
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(&all, reader) //nolint:gosec // G110: the archive is our own plan
		if err = errors.Join(err, reader.Close()); err != nil {
			return nil, err
		}
	}
	return all.Bytes(), nil
}
