// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"
)

// code is a block of code on a page, or the file that replaces it.
type code struct {
	line           int
	language, text string
	marked         bool // <!-- bash only: REASON --> stands above it
}

// codeOn finds a page's blocks of code in order.
func codeOn(page string) []code {
	var all []code
	file := regexp.MustCompile(`^\{\{ codefile "(\w+)" "(.+)" \}\}$`)
	marked, open := false, false
	for i, line := range strings.Split(page, "\n") {
		trimmed := strings.TrimSpace(line)
		language, fence := strings.CutPrefix(trimmed, "```")
		switch match := file.FindStringSubmatch(trimmed); {
		case fence && open:
			open = false
		case fence:
			all, open = append(all, code{line: i + 1, language: language, marked: marked}), true
		case open:
			all[len(all)-1].text += trimmed + "\n"
		case match != nil:
			all = append(all, code{line: i + 1, language: match[1], text: match[2] + "\n", marked: marked})
		}
		if !open && trimmed != "" {
			marked = strings.HasPrefix(trimmed, "<!-- bash only: ")
		}
	}
	return all
}

// bothShells says whether a line means the same in bash and in PowerShell. PowerShell reads a
// comma as a list, and cuts an argument with a dash in front at a dot or a colon.
func bothShells(line string) bool {
	command, _, _ := strings.Cut(line, " #")
	if strings.HasPrefix(line, "#") {
		return true
	}
	if regexp.MustCompile("[$~\\\\'\"`|&;<>(){},@…]|^\\w+=|\\.sh\\b").MatchString(command) ||
		strings.HasPrefix(command, "export ") || strings.HasPrefix(command, ". ") {
		return false
	}
	return !regexp.MustCompile(`(^| )-\S*[.:]`).MatchString(command)
}

func isBash(language string) bool {
	return language == "sh" || language == "bash" || language == "shell"
}

// Windows users find each command for their shell: in the next block, or in one that works in both.
// Scripts that run only in pipelines are marked.
func TestGuides_HavePowerShellWithBash(t *testing.T) {
	t.Parallel()
	pages := map[string]string{"README.md": readFile(t, "README.md"),
		"templates/index.md.tmpl": readFile(t, "templates/index.md.tmpl")}
	for _, g := range guides(t) {
		pages["templates/guides/"+g.file+".md.tmpl"] = g.text
	}
	// In both shells, a function receives text in single quotes unchanged. Programs may not.
	functionCall := regexp.MustCompile(`(?m)^(emulator [a-z-]+) '[^']*'$`)
	siblings := 0
	for page, text := range pages {
		blocks := codeOn(text)
		for i, block := range blocks {
			portable := true
			for line := range strings.Lines(functionCall.ReplaceAllString(block.text, "$1")) {
				portable = portable && bothShells(strings.TrimSpace(line))
			}
			switch {
			case block.language == "powershell":
				siblings++
				expectPowerShell(t, page, block)
			case !isBash(block.language), block.marked, portable && !strings.HasSuffix(block.text, ".sh\n"):
			case i+1 == len(blocks) || blocks[i+1].language != "powershell":
				t.Errorf("%s:%d has bash without PowerShell below it:\n%s", page, block.line, block.text)
			}
		}
	}
	if siblings < 20 {
		t.Errorf("only %d blocks of PowerShell were found", siblings)
	}
}

// expectPowerShell finds what works in bash only. There is no PowerShell here to run the blocks.
func expectPowerShell(t *testing.T, page string, block code) {
	t.Helper()
	text := block.text
	if file := strings.TrimSpace(text); strings.HasSuffix(file, ".ps1") &&
		strings.HasPrefix(file, "examples/") {
		text = readFile(t, file)
	}
	bash := regexp.MustCompile(`\\$|^export |^[A-Z_]+=|\$\(mktemp|&&|<<|/dev/null|^set -e`)
	quoted := regexp.MustCompile(`"[^"]*"|'[^']*'`)
	cut := regexp.MustCompile(`(^| )-\S*[.:,]`)
	list := regexp.MustCompile(`^(partnercenter|terraform|az|gh|go) .*\w,\w`)
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		bare := quoted.ReplaceAllString(line, "q")
		if comment := strings.Index(bare, "#"); comment >= 0 {
			bare = bare[:comment]
		}
		if bash.MatchString(line) || cut.MatchString(bare) || list.MatchString(bare) {
			t.Errorf("%s:%d: PowerShell reads this in another way: %s", page, block.line, line)
		}
	}
}

func TestBothShells_KnowsWhatPowerShellReadsInAnotherWay(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{
		"terraform plan": true,
		"partnercenter events --older-than 24h --exit-code":  true,
		"partnercenter login --print   # for \"the\" store":  true,
		"terraform plan -out=tfplan":                         true,
		"terraform query -generate-config-out=decisions.tf":  false,
		"partnercenter events --status Active,Investigating": false,
		"export A=b": false, "A=b terraform plan": false, ". ./emulator.env": false,
		"partnercenter login --token-cache ~/tokens": false, "./script.sh": false,
		"a | b": false, "cp \\": false,
	} {
		if bothShells(line) != want {
			t.Errorf("%q: got %v", line, !want)
		}
	}
}
