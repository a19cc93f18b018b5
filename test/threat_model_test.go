// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"
)

const threatModel = "docs-dev/threat-model.md"

func TestThreatModel_NamesTestsThatExist(t *testing.T) {
	t.Parallel()
	declared := map[string]bool{}
	for _, content := range codeFiles(t, true) {
		for _, match := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).
			FindAllStringSubmatch(content, -1) {
			declared[match[1]] = true
		}
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(readFile(t,
		threatModel), -1)
	for _, match := range named {
		if !declared[match[1]] {
			t.Errorf("%s names %s, which does not exist", threatModel, match[1])
		}
	}
	if len(named) < 50 {
		t.Errorf("only %d tests are named", len(named))
	}
}

// A row says which test proves what stops the threat, or that nothing does.
func TestThreatModel_EveryRowHasATestOrALimit(t *testing.T) {
	t.Parallel()
	rows := 0
	for line := range strings.Lines(readFile(t, threatModel)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "---") || cells[1] == " threat " {
			continue
		}
		rows++
		proof := regexp.MustCompile("\\*\\*limit\\*\\*|`(Test|Fuzz)\\w+`")
		if !proof.MatchString(cells[2] + cells[3]) {
			t.Errorf("neither a test nor a limit: %s", line)
		}
	}
	if rows < 40 {
		t.Errorf("only %d rows were checked", rows)
	}
}

// Every fuzz target has seeds that show what its input looks like.
func TestFuzz_EveryTargetHasSeeds(t *testing.T) {
	t.Parallel()
	targets := 0
	for path, content := range codeFiles(t, true) {
		for _, target := range regexp.MustCompile(`(?s)\nfunc Fuzz\w+\(.*?\n}`).FindAllString(content,
			-1) {
			targets++
			if !regexp.MustCompile(`f\.Add\(|addSamples\(f\)|corpus\(f|add\w*\(f`).MatchString(target) {
				t.Errorf("%s: a fuzz target without seeds: %.60s", path, target)
			}
		}
	}
	if targets < 35 {
		t.Errorf("only %d targets were checked", targets)
	}
}
