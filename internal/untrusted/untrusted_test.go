// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package untrusted_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

func TestCell_NothingIsComputed(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "Contoso", "a=1"} {
		expect.Equal(t, text, text, untrusted.Cell(text))
	}
	for _, text := range []string{"=1+1", " \t=1", "+1", "-1", "@SUM", "|cmd", "%0", "＝1"} {
		expect.Equal(t, text, "'"+text, untrusted.Cell(text))
	}
}

func TestCode_NothingIsMarkup(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":            "-",
		"Contoso AG":  "<code>Contoso AG</code>",
		"日本商事-1":      "<code>日本商事-1</code>",
		"a|b</code>":  "<code>a&#124;b&#60;&#47;code&#62;</code>",
		"@kim #1 &lt": "<code>&#64;kim &#35;1 &#38;lt</code>",
	} {
		expect.Equal(t, text, want, untrusted.Code(text))
	}
}

func TestProse_StaysText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                     "",
		"Contoso: 2 (AG)":                      "Contoso: 2 (AG)",
		"@kim":                                 "@&#8203;kim",
		"a|b <i>":                              "a&#124;b &lt;i&gt;",
		"- item":                               "&#8203;- item",
		"GH-1":                                 "GH-&#8203;1",
		"5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593": "`5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593`",
		"5e0b3f7d-91c2":                        "&#8203;5e0b3f&#8203;7d-91c2",
	} {
		expect.Equal(t, text, want, untrusted.Prose(text))
	}
}

// Ids in a sentence can be copied, and the rest stays text.
func TestSentence_IDsBecomeCode(t *testing.T) {
	t.Parallel()
	const id = "1e71f44a-7690-4aa8-bb9a-378c930c804e"
	for text, want := range map[string]string{
		"of " + id + ", " + id + "_" + id + ".": "of `" + id + "`, `" + id + "_" + id + "`.",
		id:                                      "`" + id + "`",
		"no id":                                 "no id",
		"*" + id + "0":                          untrusted.Prose("*" + id + "0"),
		"`" + id + "` @x":                       "\\``" + id + "`\\` @&#8203;x",
		"1. " + id:                              "&#8203;1. `" + id + "`",
	} {
		if got := untrusted.Sentence(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
