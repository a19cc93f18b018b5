// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package untrusted_test

import (
	"encoding/json"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

func TestInLog_NothingIsACommand(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Contoso #1 [x] ## y, a::b":                 "Contoso #1 [x] ## y, a::b",
		"A ##vso[task.complete result=Failed]":      "A # #vso[task.complete result=Failed]",
		"##[stop-commands]x ###[y] ##teamcity[z]":   "# #[stop-commands]x ## #[y] # #teamcity[z]",
		"::error::x\n \t::set-output name=a::b ::c": ": :error::x\n \t: :set-output name=a::b ::c",
	} {
		expect.Equal(t, text, want, untrusted.InLog(text))
	}
}

func TestInLogEscaped_MeansTheSame(t *testing.T) {
	t.Parallel()
	const text = "A ##vso[x] ##[y]"
	document := string(expect.Must(json.Marshal(text))(t))
	escaped := untrusted.InLogEscaped(document)
	expect.Equal(t, "escaped", `"A #\u0023vso[x] #\u0023[y]"`, escaped)
	var same string
	expect.NoError(t, json.Unmarshal([]byte(escaped), &same))
	expect.Equal(t, "text", text, same)
}
