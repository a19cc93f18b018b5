// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/codes"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

func TestTroubleshooting_ListsEveryCodeOfBudgetsAndUsage(t *testing.T) {
	t.Parallel()
	refusing := func(status int, code string) *budgets.Client {
		return client(t, always(fmt.Sprintf(
			`%d {"code":%q,"description":"The words of Partner Center."}`, status, code)))
	}
	codes.InGuide(t, "Budget codes", "budgets", func(status int, code string) error {
		_, err := refusing(status, code).Set(t.Context(), customer, nil, number(t, "1"))
		return err
	}, *update)
	codes.InGuide(t, "Usage codes", "usage", func(status int, code string) error {
		_, err := refusing(status, code).Summary(t.Context())
		return err
	}, *update)
}
