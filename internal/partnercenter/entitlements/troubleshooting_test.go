// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements_test

import (
	"flag"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/codes"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

// The guide has every code of docs-dev/respond.md with the advice that a refused cancellation with
// this code gives.
func TestTroubleshooting_ListsEveryEntitlementCode(t *testing.T) {
	t.Parallel()
	codes.InGuide(t, "Entitlement codes", "azure subscriptions",
		func(status int, code string) error {
			s := serve(t, map[string][]answer{cancel1: {refusal(status, code)},
				get1: {standing("active")}})
			_, err := s.client(t).Apply(t.Context(), cancellation())
			return err
		}, *update)
}
