// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"flag"
	"fmt"
	"net/http"
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
	codes.InGuide(t, "Graph codes of alert lists", "graph-alert-lists",
		func(status int, code string) error {
			_, err := decode(t, fmt.Sprintf(`%d {"error":{"code":%q}}`, status, code))
			return err
		}, *update)
	codes.InGuide(t, "Graph codes of alert updates", "graph-alert-updates",
		func(status int, code string) error {
			s, c := startAlerts(t)
			s.fault(func(w http.ResponseWriter, _ func()) { refuse(w, status, code, "") })
			_, err := c.SecurityAlerts().Update(t.Context(), updateOf(t, decide(t, "Active", ""), "a"))
			return err
		}, *update)
}
