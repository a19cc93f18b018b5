// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package mfa_test

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

func TestTroubleshooting_ListsEveryCodeOfMFA(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..", "..")
	expect.CodesInGuide(t, filepath.Join(root, "docs-dev", "respond.md"), "MFA status codes",
		filepath.Join(root, "templates", "guides", "troubleshooting.md.tmpl"), "mfa",
		func(code string) string { return adviceFor(t, code) }, *update)
}

// adviceFor returns the advice of a refusal with this status and code, such as 403/900329.
func adviceFor(t *testing.T, statusAndCode string) string {
	t.Helper()
	status, code, _ := strings.Cut(statusAndCode, "/")
	_, err := serveWith(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(expect.Must(strconv.Atoi(status))(t))
		_, _ = fmt.Fprintf(w, `{"code":%q,"description":"The words of Partner Center."}`, code)
	}).Principals(t.Context())
	var failed *partnercenter.Error
	if !errors.As(err, &failed) {
		t.Fatalf("%s: %v", statusAndCode, err)
	}
	return failed.Advice.In(func(key anatomy.Key) string { return "`" + string(key) + "`" })
}
