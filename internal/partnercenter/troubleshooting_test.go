// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"cmp"
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/codes"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

// The guide has every code of docs-dev/api.md with the advice that an error with this code gives.
func TestTroubleshooting_ListsEveryCode(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	var table strings.Builder
	table.WriteString(codes.Head)
	for _, row := range codes.Rows(t, filepath.Join(root, "docs-dev", "api.md"), "Error codes") {
		// Codes of one meaning may still get different advice: then each has a row.
		for _, group := range sameAdvice(t, row.Codes) {
			fmt.Fprintf(&table, "| %s | %s | %s |\n", strings.Join(group, ", "), row.Meaning,
				adviceFor(t, group[0]))
		}
	}
	for _, status := range []int{http.StatusRequestTimeout, http.StatusConflict,
		http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout} {
		fmt.Fprintf(&table, "| %d | %s | %s |\n", status, strings.ToLower(http.StatusText(status)),
			adviceFor(t, strconv.Itoa(status)))
	}
	expect.Region(t, filepath.Join(root, "templates", "guides", "troubleshooting.md.tmpl"),
		"partner center", table.String(), *update)
}

// sameAdvice groups neighbors with the same advice.
func sameAdvice(t *testing.T, all []string) (groups [][]string) {
	t.Helper()
	for _, code := range all {
		last := len(groups) - 1
		if last >= 0 && adviceFor(t, groups[last][0]) == adviceFor(t, code) {
			groups[last] = append(groups[last], code)
			continue
		}
		groups = append(groups, []string{code})
	}
	return groups
}

// adviceFor returns the advice of an error with this status and code, such as 403/2032, for a
// listing of a subscription.
func adviceFor(t *testing.T, statusAndCode string) string {
	t.Helper()
	status, code, _ := strings.Cut(statusAndCode, "/")
	e := &Error{Area: fraudEvents(), SubscriptionID: "s"}
	e.StatusCode, e.Code = expect.Must(strconv.Atoi(status))(t), code
	e.Unrenewable = e.StatusCode == http.StatusUnauthorized && isMFACode(code)
	// A setting that Terraform has under another name.
	special := map[anatomy.Key]string{anatomy.Parallelism: "-parallelism"}
	advice := advise(e, "https://api.partnercenter.microsoft.com").In(func(key anatomy.Key) string {
		return "`" + cmp.Or(special[key], string(key)) + "`"
	})
	if advice == "" {
		t.Errorf("there is no advice about %s", statusAndCode)
	}
	return strings.ReplaceAll(advice, "https://api.partnercenter.microsoft.com",
		"`https://api.partnercenter.microsoft.com`")
}
