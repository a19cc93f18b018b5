// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// The guide has every number that has advice, in the words of the error.
func TestTroubleshooting_ListsEveryNumber(t *testing.T) {
	t.Parallel()
	page := filepath.Join("..", "..", "..", "templates", "guides", "troubleshooting.md.tmpl")

	hints := aadstsHints()
	for _, hint := range hints {
		slices.Sort(hint.codes)
	}
	slices.SortFunc(hints, func(a, b aadstsHint) int { return a.codes[0] - b.codes[0] })
	var numbers strings.Builder
	numbers.WriteString("| AADSTS | what to do, and why |\n|---|---|\n")
	for _, hint := range hints {
		numbers.WriteString("| ")
		for i, code := range hint.codes {
			if i > 0 {
				numbers.WriteString(", ")
			}
			fmt.Fprintf(&numbers, "<a id=\"aadsts%d\"></a>%d", code, code)
		}
		fmt.Fprintf(&numbers, " | %s |\n", forGuide(hint.text))
	}
	expect.Region(t, page, "aadsts", numbers.String(), *update)

	var errors strings.Builder
	errors.WriteString("| error | what to do, and why |\n|---|---|\n")
	for _, code := range oauthCodes() {
		fmt.Fprintf(&errors, "| `%s` | %s |\n", code, forGuide(oauthHint(code)))
	}
	for _, status := range []int{http.StatusTemporaryRedirect, http.StatusProxyAuthRequired,
		http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		fmt.Fprintf(&errors, "| status %d | %s |\n", status, forGuide(StatusHint(status)))
	}
	expect.Region(t, page, "oauth", errors.String(), *update)
}

// forGuide names settings as the provider does, and links to what many errors advise.
func forGuide(text anatomy.Text) string {
	names := func(key anatomy.Key) string { return "`" + string(key) + "`" }
	said := strings.ReplaceAll(text.In(names), signInAgain().In(names),
		"[Sign in again](#sign-in-again).")
	return strings.ReplaceAll(said, "https://aka.ms/mfasetup", "<https://aka.ms/mfasetup>")
}
