// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// toolFolder is for programs that the tests of this package build and share.
//
//nolint:gochecknoglobals // as its content
var toolFolder string

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	var err error
	if toolFolder, err = os.MkdirTemp("", "partnercenter-tools-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(toolFolder) }()
	return acctest.Main(m)
}

// newWorkspace makes a workspace with copies of the examples, each a folder below examples, and
// runs init in it.
func newWorkspace(t *testing.T, environment map[string]string,
	examples ...string) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, environment)
	for _, example := range examples {
		copyExample(t, w, example)
	}
	w.Must("init")
	return w
}

// copyExample copies a folder below examples into the workspace.
func copyExample(t *testing.T, w *acctest.Workspace, example string) {
	t.Helper()
	expect.NoError(t, os.CopyFS(w.Folder, os.DirFS(filepath.Join(root, "examples", example))))
}
