// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// codeColumns is what a block of code shows without scrolling on the registry's pages, which are
// 740 pixels wide.
const codeColumns = 80

// Code fits the registry's pages, except for what has no place to break. Programs' output is shown
// as they print it.
func TestPages_CodeFitsTheRegistry(t *testing.T) {
	t.Parallel()
	pages := append(glob(t, "docs/*.md"), glob(t, "docs/*/*.md")...)
	blocks := 0
	for _, path := range pages {
		page := strings.TrimPrefix(filepath.ToSlash(path), root+"/")
		language, open := "", false
		for i, line := range strings.Split(readFile(t, page), "\n") {
			if after, fence := strings.CutPrefix(strings.TrimSpace(line), "```"); fence {
				language, open = after, !open
				blocks++
				continue
			}
			if open && !slices.Contains([]string{"text", "json", ""}, language) &&
				utf8.RuneCountInString(line) > codeColumns && canBreak(line) &&
				!strings.HasPrefix(line, "# Please review these resources") { // Terraform's words
				t.Errorf("%s:%d has %d columns: %s", page, i+1, utf8.RuneCountInString(line), line)
			}
		}
	}
	if blocks < 300 {
		t.Errorf("only %d blocks of code were found", blocks/2)
	}
}

// A table is at least as wide as the longest words of its columns.
func TestPages_TablesFitTheRegistry(t *testing.T) {
	t.Parallel()
	const tableColumns = 88 // proportional fonts are narrower than those of code
	target := regexp.MustCompile(`\]\([^)]*\)|\]\[[^\]]*\]|<[^>]+>`)
	pages := append(glob(t, "docs/*.md"), glob(t, "docs/*/*.md")...)
	for _, path := range pages {
		page := strings.TrimPrefix(filepath.ToSlash(path), root+"/")
		var longest []int
		for i, line := range strings.Split(readFile(t, page), "\n") {
			if !strings.HasPrefix(line, "|") {
				longest = nil
				continue
			}
			cells := strings.Split(strings.Trim(target.ReplaceAllString(line, ""), "|"), "|")
			for len(longest) < len(cells) {
				longest = append(longest, 0)
			}
			width := 0
			for j, cell := range cells {
				for _, word := range strings.Fields(cell) {
					longest[j] = max(longest[j], len(strings.Trim(word, "`*[],.")))
				}
				width += longest[j] + 3
			}
			if width > tableColumns {
				t.Errorf("%s:%d: the table needs %d columns", page, i+1, width)
			}
		}
	}
}

// canBreak says whether a line could be shorter. Ids, addresses, and long strings cannot.
func canBreak(line string) bool {
	for _, word := range strings.Fields(line) {
		if len(word) >= 36 { // a GUID
			return false
		}
	}
	for _, text := range regexp.MustCompile(`"[^"]*"|'[^']*'|^\s*[\w-]+: [^"{\[#&|>]+$`).FindAllString(
		line, -1) {
		if len(text) >= 50 {
			return false
		}
	}
	return true
}

func TestCanBreak_OnlyWhereThereIsASpace(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		`event_id = "2a7064fb-1e33-4007-974e-352cb3f2c805_2edeb5b1-766f-4209-9271-3ddf27755afa"`: false,
		`error_message = "a sentence that a string in HCL has to keep together, all of it"`:      false,
		`texts = concat(["subscription_id", "event_id", "status", "reason"], local.evidence)`:    true,
		`# a comment that goes on and on`: true,
	} {
		if canBreak(line) != want {
			t.Errorf("%q: got %v", line, !want)
		}
	}
}
