// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhookurl_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

const receiver = "https://hooks.example.com/alerts"

func TestRedacted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		receiver: receiver,
		"https://a.test/x?code=s3cret&sig=s3cret&code=2": "https://a.test/x?code=…&sig=…",
		"https://a.test/?s3cret":                         "https://a.test/?…",
		"https://kim:s3cret@a.test/x#s3cret":             "https://…@a.test/x",
		"nonsense?s3cret":                                "nonsense?…",
		"https://a.test/\x1b[J":                          "https://a.test/\ufffd[J",
	} {
		got := webhookurl.Redacted(text)
		if got != want || strings.Contains(got, "s3cret") {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	long := "https://a.test/" + strings.Repeat("x", 4000)
	if got := []rune(webhookurl.Redacted(long)); len(got) > 301 {
		t.Errorf("%d characters", len(got))
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for other, want := range map[string]bool{"HTTPS://Hooks.Example.com:443/alerts": true,
		receiver + "/": false, receiver + "?a=1": false, "https://hooks.example.com/Alerts": false} {
		if got := webhookurl.Same(receiver, other); got != want {
			t.Errorf("%s: got %t", other, got)
		}
	}
	if !webhookurl.Same("https://a.test", "https://a.test/") {
		t.Error("an empty path differs from /")
	}
}
