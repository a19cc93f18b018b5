// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// eachFile parses the files of our own code below the folders, tests apart.
func eachFile(t *testing.T, folders []string, visit func(path string, node ast.Node)) {
	t.Helper()
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join("..", folder), func(path string, _ fs.DirEntry,
			err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err == nil {
				ast.Inspect(file, func(n ast.Node) bool {
					visit(path, n)
					return true
				})
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Only the edges name settings and flags, and know Terraform: the rest names settings by key.
func TestErrors_BelowTheEdgesNobodyNamesFlagsOrAttributes(t *testing.T) {
	t.Parallel()
	words := append(settings.Names(), "timeouts", "status", "reason", "subscription_id", "event_id",
		"allow_overwrite", "allow_unlisted")
	edge := regexp.MustCompile("`(" + strings.Join(words, "|") + ")`" +
		`|-parallelism|provider block|data source|\b[Tt]erraform (plan|apply)|PARTNERCENTER_[A-Z]{2,}` +
		`|(^|\s)--[a-z]`)
	below := []string{"anatomy", "audit", "auth", "backend", "files", "fraud", "jsonlist", "ledger",
		"partnercenter", "rest", "sharing", "transport"}
	for i, name := range below {
		below[i] = "internal/" + name
	}
	eachFile(t, below, func(path string, n ast.Node) {
		literal, ok := n.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		ofAzure := filepath.Base(path) == "azure_cli.go" // the flags are those of another program
		if found := edge.FindString(text); found != "" && !ofAzure {
			t.Errorf("%s says %q: name settings by key (package anatomy)", path, found)
		}
	})
}

// An error's text is for people. What a program needs to know of an error are its type and fields.
func TestErrors_NobodyLooksIntoTheirText(t *testing.T) {
	t.Parallel()
	isText := func(e ast.Expr) bool {
		found := false
		ast.Inspect(e, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 0 {
				if method, ok := call.Fun.(*ast.SelectorExpr); ok && method.Sel.Name == "Error" {
					found = true
				}
			}
			return !found
		})
		return found
	}
	eachFile(t, []string{"internal", "cmd"}, func(path string, n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			method, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return
			}
			if of, ok := method.X.(*ast.Ident); ok && of.Name == "strings" &&
				slices.ContainsFunc(n.Args, isText) {
				t.Errorf("%s: strings.%s of an error's text", path, method.Sel.Name)
			}
		case *ast.BinaryExpr:
			if (n.Op == token.EQL || n.Op == token.NEQ) && (isText(n.X) || isText(n.Y)) {
				t.Errorf("%s compares an error's text", path)
			}
		}
	})
}
