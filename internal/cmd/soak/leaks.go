// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// leaks finds secrets of the sign-in in what the commands of the step have printed and written.
func leaks(o *observation) []string {
	g := o.game
	texts := map[string][]byte{"the state": o.after.text}
	for _, r := range o.runs() {
		texts[r.line] = []byte(r.output)
	}
	for _, name := range []string{"trace.log", "audit.jsonl"} {
		texts[name] = readOrNothing(filepath.Join(g.dir, name))
	}
	if plan, err := unzip(o.plan.file); err == nil {
		texts["the saved plan"] = plan
	}
	// The log of this step is checked, so the next one can start anew.
	_ = os.Truncate(filepath.Join(g.dir, "trace.log"), 0)
	var all []string
	secrets := g.service.IssuedSecrets()
	silent := len(texts["trace.log"]) == 0 && o.planning != nil && o.planning.lists > 0
	if len(secrets) == 0 || silent && !o.killed() {
		all = append(all, "there is no secret or no log, so the search proves nothing")
	}
	for name, text := range texts {
		for _, secret := range secrets {
			if bytes.Contains(text, []byte(secret)) {
				all = append(all, fmt.Sprintf("%s has a secret", name))
				break
			}
		}
	}
	return all
}

func readOrNothing(path string) []byte {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return text
}

// unzip returns the content of all files in a saved plan.
func unzip(path string) ([]byte, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	var all bytes.Buffer
	for _, entry := range archive.File {
		reader, err := entry.Open()
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(&all, reader) //nolint:gosec // G110: the archive is our own plan.
		if err = errors.Join(err, reader.Close()); err != nil {
			return nil, err
		}
	}
	return all.Bytes(), err
}

// tail returns the last lines of a text.
func tail(text string, most int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}
