// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements_test

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

// The guide has every code of docs-dev/respond.md with the advice that a refused cancellation with
// this code gives.
func TestTroubleshooting_ListsEveryEntitlementCode(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..")
	expect.CodesInGuide(t, filepath.Join(root, "docs-dev", "respond.md"), "Entitlement codes",
		filepath.Join(root, "templates", "guides", "troubleshooting.md.tmpl"), "azure subscriptions",
		func(code string) string { return adviceFor(t, code) }, *update)
}

// adviceFor returns the advice of a refusal with this status and code, such as 403/900159.
func adviceFor(t *testing.T, statusAndCode string) string {
	t.Helper()
	var status int
	var code string
	expect.Must(fmt.Sscanf(statusAndCode, "%d/%s", &status, &code))(t)
	s := serve(t, map[string][]answer{cancel1: {refusal(status, code)}, get1: {standing("active")}})
	_, err := s.client(t).Apply(t.Context(), cancellation())
	var failed *partnercenter.Error
	if !errors.As(err, &failed) {
		t.Fatalf("%s: %v", statusAndCode, err)
	}
	advice := failed.Advice.In(func(key anatomy.Key) string { return "`" + string(key) + "`" })
	return cmp.Or(advice, "none")
}
