// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A report comes from a stranger. Whatever is in it, the message is short, harmless, and useful.
func TestRead_HostileFiles(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	nested := func(n int) string {
		return `{"version":1,"observations":{},"calls":[{"call":"events","outcome":"answered","body":` +
			strings.Repeat(`{"items":`, n) + "{}" + strings.Repeat("}", n) + "}]}"
	}
	forms := `{"version":1,"observations":{"events.form":"bare","events.form":"wrapped"}}`
	twice := `{"version":1,"calls":[{"call":"events","CALL":"x"}]}`
	for file, want := range map[string]string{
		``:                           "not JSON with a version",
		`null`:                       "not JSON with a version",
		`{"version":1}{"version":1}`: "not JSON with a version",
		`{"version":"1"}`:            "not JSON with a version",
		nested(100000):               "not JSON with a version",
		`{"version":-1}`:             "has version -1",

		forms:                               `repeats the key "events.form"`,
		twice:                               `repeats the key "CALL"`,
		`{"version":2,"version":1}`:         `repeats the key "version"`,
		`{"version":2,"verſion":1}`:         `repeats the key "verſion"`,
		`{"version":1}`:                     "it has no observations",
		`{"version":1,"observations":null}`: "it has no observations",

		`{"version":1,"observations":{"events.order":1}}`: `"observations" has the type number`,
		`{"version":1,"calls":{}}`:                        `"calls" has the type object`,

		`{"version":1,"observations":{"a":` + strings.Repeat("1", 1<<20) + `}}`: "number",

		`{"version":1,"observations":{},"date":"2026-02-30"}`: `"date" must be a date such as`,
		`{"version":1,"observations":{},"cloud":"\u001b[2J"}`: `"cloud" must be one of global, ` +
			`usgovernment, china, got "\x1b[2J"`,
		`{"version":1,"observations":{},"cloud":"` + long + `"}`: "xxx…",

		`{"version":1,"\u001b[2J\u202e":1}`:    `unknown field "\x1b[2J\u202e"`,
		`{"version":1,"` + long + `":1}`:       "unknown field",
		`{"version":1,"` + long + `":1,"a":1}`: "unknown field",
	} {
		name := file[:min(len(file), 60)]
		r, err := Read([]byte(file))
		if err == nil {
			t.Errorf("%s: %v", name, r)
			continue
		}
		expect.Contains(t, err.Error(), want)
		if len(err.Error()) > 300 || strings.ContainsAny(err.Error(), "\x1b\u202e\n") {
			t.Errorf("%s: %.400q", name, err)
		}
	}
	expect.Must(Read([]byte(nested(4000))))(t)
}

// Lines about what cannot be imitated are few and short.
func TestImitate_HostileObservations(t *testing.T) {
	t.Parallel()
	observations := map[string]string{"events.order": strings.Repeat("x", 1<<20),
		"events.page_limit": "437", strings.Repeat("y", 1<<20): "\x1b"}
	for i := range 1000 {
		observations[fmt.Sprint("z", i)] = "x"
	}
	file := expect.Must(json.Marshal(map[string]any{"version": Version,
		"observations": observations}))(t)
	like := expect.Must(expect.Must(Read(file))(t).Imitate())(t)
	expect.Equal(t, "lines", maxUnable+1, len(like.Unable))
	expect.Equal(t, "switches", 0, len(like.Switches))
	for _, line := range like.Unable {
		if len(line) > 300 {
			t.Errorf("%.400s", line)
		}
	}
	expect.Contains(t, strings.Join(like.Unable, "\n"), `events.page_limit has the value "437"`,
		"903 more observations cannot be imitated")
}
