// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets_test

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

func TestTroubleshooting_ListsEveryCodeOfBudgetsAndUsage(t *testing.T) {
	t.Parallel()
	for _, part := range []struct {
		heading, region string
		call            func(*budgets.Client) error
	}{
		{"Budget codes", "budgets", func(c *budgets.Client) error {
			_, err := c.Set(t.Context(), customer, nil, number(t, "1"))
			return err
		}},
		{"Usage codes", "usage", func(c *budgets.Client) error {
			_, err := c.Summary(t.Context())
			return err
		}},
	} {
		advice := func(statusAndCode string) string {
			status, code, _ := strings.Cut(statusAndCode, "/")
			err := part.call(client(t, always(fmt.Sprintf(
				`%s {"code":%q,"description":"The words of Partner Center."}`, status, code))))
			var failed *partnercenter.Error
			if !errors.As(err, &failed) {
				t.Fatalf("%s: %v", statusAndCode, err)
			}
			return failed.Advice.In(func(key anatomy.Key) string { return "`" + string(key) + "`" })
		}
		root := filepath.Join("..", "..", "..")
		expect.CodesInGuide(t, filepath.Join(root, "docs-dev", "respond.md"), part.heading,
			filepath.Join(root, "templates", "guides", "troubleshooting.md.tmpl"), part.region, advice,
			*update)
	}
}
