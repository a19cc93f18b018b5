// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the generated parts of guides")

func TestTroubleshooting_ListsEveryCodeOfGraph(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	expect.CodesInGuide(t, filepath.Join(root, "docs-dev", "respond.md"), "Graph codes",
		filepath.Join(root, "templates", "guides", "troubleshooting.md.tmpl"), "graph",
		func(code string) string { return adviceFor(t, code) }, *update)
}

// adviceFor returns the advice of a refusal with this status and code, such as 403/Forbidden.
func adviceFor(t *testing.T, statusAndCode string) string {
	t.Helper()
	status, code, _ := strings.Cut(statusAndCode, "/")
	c, _ := service{score: fmt.Sprintf(`%s {"error":{"code":%q,"message":"The words of Graph."}}`,
		status, code)}.start(t)
	_, err := c.SecurityScore(t.Context())
	var failed *graph.Error
	if !errors.As(err, &failed) {
		t.Fatalf("%s: %v", statusAndCode, err)
	}
	return failed.Advice.In(func(key anatomy.Key) string { return "`" + string(key) + "`" })
}
