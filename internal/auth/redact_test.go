// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

func TestRedactor(t *testing.T) {
	t.Parallel()
	r := auth.Redactor{Secrets: []string{"p~ss/word", ""}}
	for text, want := range map[string]string{
		"two\r\n  lines":                    "two lines",
		"is p~ss/word and p~ss%2Fword":      "is (redacted) and (redacted)",
		"token eyJhbGciOi.eyJhdWQ.c2ln, ok": "token (redacted), ok",
		"proxy http://agent@host:3128/ no":  "proxy http://(redacted)@host:3128/ no",
		"\x1b[31mred\u202e\u2028\x07e":      "[31mred e",
		strings.Repeat("é", 601):            strings.Repeat("é", 600) + "…",
	} {
		expect.Equal(t, text, want, r.Clean(text))
	}
}
