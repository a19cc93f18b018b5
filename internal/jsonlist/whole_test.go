// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Only a reply that is too large has something to do with the limit.
func TestWhole_SaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"<html>secret":                 "it is a web page, not JSON (text/html, after 0 bytes)",
		`{"a":secret}`:                 "it is not valid JSON (text/html, after 6 bytes, ",
		`{"a":"12345678901234567890"}`: "it is larger than the limit of 20 bytes",
	} {
		_, err := Whole(Source{Reader: strings.NewReader(body), Limit: 20, ContentType: "text/html"})
		if !errors.As(err, new(*Error)) {
			t.Errorf("%s: %v", body, err)
			continue
		}
		expect.Contains(t, err.Error(), want)
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error quotes the reply: %v", err)
		}
	}
}

func TestWhole_NoContentIsNil(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", " ", "null", "\ufeffnull\r\n"} {
		got, err := Whole(Source{Reader: strings.NewReader(body), Limit: 20})
		if err != nil || got != nil {
			t.Errorf("%q: %q, %v", body, got, err)
		}
	}
}
