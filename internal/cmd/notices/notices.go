// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// legal are the names of files that go along with the code.
var legal = regexp.MustCompile(
	`(?i)^(un)?(licen[cs]es?|copying|notice|copyright|patents)([-_.][\w.-]*)?$`)

// code is a file whose name begins like that of a license.
var code = regexp.MustCompile(`(?i)\.(go|json|ya?ml|sh|py|s)$`)

const separator = "\n" +
	"--------------------------------------------------------------------------------\n"

// notices returns the texts, each once, with the modules that it applies to. A heading says where
// the sources are, because some licenses require that people can find them.
func notices(modules []module) (string, error) {
	applies := map[string][]string{} // text → modules
	for _, m := range modules {
		texts, err := m.texts()
		if err != nil {
			return "", err
		}
		for _, text := range texts {
			applies[text] = append(applies[text], m.name)
		}
	}
	texts := slices.SortedFunc(maps.Keys(applies), func(a, b string) int {
		return strings.Compare(strings.Join(applies[a], " ")+a, strings.Join(applies[b], " ")+b)
	})
	var out strings.Builder
	out.WriteString("The programs of this release contain the following software. Each text applies " +
		"to the modules above it.\n")
	for _, text := range texts {
		out.WriteString(separator)
		for _, name := range applies[text] {
			path, version, _ := strings.Cut(name, " ")
			fmt.Fprintf(&out, "* %s\n  https://pkg.go.dev/%s@%s\n", name, path, version)
		}
		out.WriteString(separator + "\n" + text + "\n")
	}
	return out.String(), nil
}

// texts returns the contents of the legal files of a module. Having none is an error.
func (m module) texts() ([]string, error) {
	var texts []string
	for _, folder := range m.folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.IsDir() || !legal.MatchString(e.Name()) || code.MatchString(e.Name()) {
				continue
			}
			content, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				return nil, err
			}
			text := strings.TrimSpace(strings.ReplaceAll(string(content), "\r\n", "\n"))
			if text != "" && !slices.Contains(texts, text) {
				texts = append(texts, text)
			}
		}
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("%s has no license in %s", m.name, m.folders[0])
	}
	return texts, nil
}
