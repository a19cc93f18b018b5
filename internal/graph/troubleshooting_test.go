// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/codes"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

func TestTroubleshooting_ListsEveryCodeOfGraph(t *testing.T) {
	t.Parallel()
	codes.InGuide(t, "Graph codes", "graph", func(status int, code string) error {
		c, _ := service{score: fmt.Sprintf(`%d {"error":{"code":%q,"message":"The words of Graph."}}`,
			status, code)}.start(t)
		_, err := c.SecurityScore(t.Context())
		return err
	}, *update)
}
