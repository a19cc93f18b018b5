// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// everyCommand calls visit for a command and all its subcommands.
func everyCommand(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			everyCommand(c, visit)
		}
	}
}

const referenceHead = `---
page_title: "25 The command line"
subcategory: "2 Run"
description: |-
  Every command and flag of the companion command partnercenter.
---

# The command line

Look up the commands and flags of the companion command ` + "`partnercenter`" + `.

This page is what ` + "`partnercenter COMMAND --help`" + ` prints. The releases contain the same
texts as man pages.
`

// The reference and the man pages match the commands' own texts. make generate runs this test with
// -update.
func TestReference_IsFresh(t *testing.T) {
	t.Parallel()
	var reference strings.Builder
	reference.WriteString(referenceHead)
	wanted := map[string]bool{}
	everyCommand(newRoot(cli.Environment{}), func(cmd *cobra.Command) {
		cmd.InitDefaultHelpFlag()
		cmd.DisableAutoGenTag = true
		fmt.Fprintf(&reference, "\n## %s\n\n```text\n%s\n\n%s```\n", cmd.CommandPath(),
			strings.TrimSpace(cmd.Long), strings.TrimRight(cmd.UsageString(), "\n")+"\n")
		var page bytes.Buffer
		expect.NoError(t, doc.GenMan(cmd, &doc.GenManHeader{Section: "1", Date: new(time.Time),
			Source: cli.Program, Manual: "Partner Center"}, &page))
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		wanted[name] = true
		fresh(t, filepath.Join("man", name),
			bytes.ReplaceAll(page.Bytes(), []byte(`"Jan 0001"`), []byte(`""`)))
	})
	fresh(t, filepath.Join("..", "..", "templates", "guides", "command-line.md.tmpl"),
		[]byte(reference.String()))
	for _, file := range expect.Must(os.ReadDir("man"))(t) {
		if !wanted[file.Name()] {
			t.Errorf("there is no command for man/%s: remove it", file.Name())
		}
	}
}

func fresh(t *testing.T, path string, content []byte) {
	t.Helper()
	if *update {
		expect.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
		expect.NoError(t, os.WriteFile(path, content, 0o644)) //nolint:gosec // a document
	}
	got := expect.Must(os.ReadFile(path))(t)
	expect.Equal(t, path+" is stale: run make generate", strings.Split(string(content), "\n"),
		strings.Split(string(got), "\n"))
}
