// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// hostileTexts are what a service, or a customer who chooses a name, can send.
func hostileTexts() []string {
	return []string{
		"a\x1b[31m\u009b2J\x07b", "\u202egnp.exe\u2066", "x\r\n::error::y\n##vso[task.complete]",
		"##[stop-commands]x", "::add-mask::x", "=1+1", "\t=1", "＝1", `"=cmd|' /C calc'!A0`, "a|b`c`",
		"<script>alert(1)</script>", "[a](javascript:alert(1))", "![a](https://evil.example)", "@all #1",
		"z\u200bw\ufeff\u3164\ufe0f\U000e0041", "\x00", strings.Repeat("x", 1<<16),
		strings.Repeat("\u0301", 1<<14), "\u2028::warning::x", "--- \n# a", "{{.Page}}", "%0A::error::x",
	}
}

// spoiled returns an event that has the text in every field that is no time.
func spoiled(text string) emulator.Event {
	e := emulator.NewEvent(text, text)
	fields := reflect.ValueOf(&e).Elem()
	for i := range fields.NumField() {
		field := fields.Type().Field(i)
		if field.Type.Kind() == reflect.String && !strings.Contains(field.Tag.Get("wire"), "time") {
			fields.Field(i).SetString(text)
		}
	}
	e.ActivityLogs = []emulator.ActivityLog{{StatusFrom: text, StatusTo: text, UpdatedBy: text,
		DateTime: "2026-01-15T00:25:45Z"}}
	e.AdditionalDetails = map[string]string{text: text}
	for i := range e.AffectedResources {
		e.AffectedResources[i].AzureResourceID, e.AffectedResources[i].Type = text, text
	}
	return e
}

// Whatever the service sends, no command prints it in a form that acts: in a terminal, in the log
// of a job, in Markdown, in HTML, or in a spreadsheet.
func TestCommands_TextOfTheServiceDoesNotAct(t *testing.T) {
	t.Parallel()
	for _, text := range hostileTexts() {
		server := startEmulator(t)
		server.Inject(spoiled(text))
		for _, line := range []string{"events", "events -o json", "events -o csv", "events -o markdown",
			"events -o ledger", "report -o markdown", "report -o json", "report -o html", "report -o csv",
			"doctor", "doctor -o json", "events --api graph", "doctor --api graph"} {
			s := newSession(t, server, nil)
			s.run(t.Context(), strings.Fields(line)...)
			expectTame(t, line, s.said())
		}
		if len(text) < 1000 {
			s := newSession(t, server, nil)
			s.run(t.Context(), "events", "show", "--", text)
			expectTame(t, "events show", s.said())
		}
		server.AddFault(emulator.Fault{Kind: emulator.KindList, Status: http.StatusBadRequest,
			Code: text, Description: text, Times: -1})
		server.AddFault(emulator.Fault{Kind: emulator.KindListAlerts, Status: http.StatusBadRequest,
			Code: text, Description: text, Times: -1})
		for _, line := range []string{"events", "events --api graph", "doctor", "report -o json"} {
			s := newSession(t, server, nil)
			s.run(t.Context(), strings.Fields(line)...)
			expectTame(t, line, s.said())
		}
	}
}

// Nor does a text of a plan or of a decisions file, which come from a pull request.
func TestCommands_TextOfAPullRequestDoesNotAct(t *testing.T) {
	t.Parallel()
	content := expect.Must(os.ReadFile(filepath.Join("..", "..", "internal", "review", "testdata",
		"overwrite.json")))(t)
	for _, text := range hostileTexts() {
		var plan any
		expect.NoError(t, json.Unmarshal(content, &plan))
		spoilPlan(plan, text)
		entry := map[string]any{text: map[string]string{"status": text, "reason": text,
			"subscription_id": text, text: text}}
		for line, input := range map[string]any{"review - -o text": plan, "review - -o json": plan,
			"review - -o markdown": plan, "check -": entry, "check - --require x": []any{entry, text}} {
			var said bytes.Buffer
			stdin := bytes.NewReader(expect.Must(json.Marshal(input))(t))
			run(t.Context(), strings.Fields(line),
				cli.Environment{Stdin: stdin, Stdout: &said, Stderr: &said})
			expectTame(t, line, said.String())
			if said.Len() == 0 {
				t.Errorf("%s says nothing", line)
			}
		}
	}
}

// spoilPlan puts a text into every value, address, and name of a plan.
func spoilPlan(value any, text string) {
	switch value := value.(type) {
	case []any:
		for i := range value {
			spoilPlan(value[i], text)
		}
	case map[string]any:
		for key := range value {
			_, isText := value[key].(string)
			if isText && !slices.Contains([]string{"type", "mode", "provider_name", "format_version",
				"terraform_version", "timestamp", "event_time"}, key) {
				value[key] = text
			}
			spoilPlan(value[key], text)
		}
	}
}

var jobCommands = regexp.MustCompile(`##\w*\[|(?m)^\s*::`)

func expectTame(t *testing.T, line, said string) {
	t.Helper()
	if at := strings.IndexFunc(said, func(r rune) bool {
		return !unicode.IsGraphic(r) && r != '\n' && (r != '\r' || !strings.HasSuffix(line, "csv"))
	}); at >= 0 {
		t.Errorf("%s: invisible: %q", line, said[max(0, at-80):min(len(said), at+80)])
	}
	if at := jobCommands.FindStringIndex(said); at != nil {
		t.Errorf("%s: a command of a job: %q", line, said[max(0, at[0]-80):min(len(said), at[1]+80)])
	}
	switch {
	case strings.HasSuffix(line, "json"):
		if !json.Valid([]byte(said)) && !strings.Contains(said, "partnercenter ") {
			t.Errorf("%s: not JSON: %.300q", line, said)
		}
	case strings.HasSuffix(line, "csv"):
		rows, err := csv.NewReader(strings.NewReader(said)).ReadAll()
		expect.NoError(t, err)
		for _, row := range rows {
			for _, cell := range row {
				if cell = strings.TrimSpace(cell); cell != "" && strings.ContainsAny(cell[:1], "=+-@|%") {
					t.Errorf("%s: a formula: %.80q", line, cell)
				}
			}
		}
	}
	if len(said) > 100<<20 {
		t.Errorf("%s: %d bytes", line, len(said))
	}
}
