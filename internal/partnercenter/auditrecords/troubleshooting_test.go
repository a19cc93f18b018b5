// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords_test

import (
	"flag"
	"fmt"
	"net/http"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/codes"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

func TestTroubleshooting_ListsEveryCodeOfAuditRecords(t *testing.T) {
	t.Parallel()
	codes.InGuide(t, "Audit record codes", "audit records",
		func(status int, code string) error {
			_, err := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = fmt.Fprintf(w, `{"code":%q,"description":"The words of Partner Center."}`, code)
			}).List(t.Context(), oneDay())
			return err
		}, *update)
}
