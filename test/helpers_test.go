// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package test holds tests that span packages: the repository's files must agree with the provider
// and with each other.
package test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// root is the top of the repository, because Go runs tests in the folder of their package.
const root = ".."

func readFile(t *testing.T, path string) string {
	t.Helper()
	content := expect.Must(os.ReadFile(filepath.Join(root, path)))(t)
	return string(content)
}

func providerServer(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	server := expect.Must(providerserver.NewProtocol6WithError(provider.New("test")())())(t)
	return server
}

// isImportable asks the provider whether resources of the type have an identity, as all importable
// resources do.
func isImportable(t *testing.T, resourceType string) bool {
	t.Helper()
	resp := expect.Must(providerServer(t).GetResourceIdentitySchemas(context.Background(),
		&tfprotov6.GetResourceIdentitySchemasRequest{}))(t)
	return resp.IdentitySchemas[resourceType] != nil
}

// providerSchemas asks the provider for its schemas, as Terraform does.
func providerSchemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	schemas := expect.Must(providerServer(t).GetProviderSchema(context.Background(),
		&tfprotov6.GetProviderSchemaRequest{}))(t)
	for _, diagnostic := range schemas.Diagnostics {
		t.Fatalf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	return schemas
}

// absolute returns the path of a file of the repository, for a program that runs elsewhere.
func absolute(t *testing.T, path string) string {
	t.Helper()
	return expect.Must(filepath.Abs(filepath.Join(root, path)))(t)
}

// colleagueSets changes an event as somebody else does in the portal.
func colleagueSets(t *testing.T, s *emulator.Server, id, status, reason string) {
	t.Helper()
	expect.NoError(t, s.ChangeStatus(id, status, reason, colleague))
}

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

// newWorkspace creates a workspace with copies of the examples, each a folder in examples, and runs
// init in it.
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

// copyExample copies a folder in examples into the workspace.
func copyExample(t *testing.T, w *acctest.Workspace, example string) {
	t.Helper()
	expect.NoError(t, os.CopyFS(w.Folder, os.DirFS(filepath.Join(root, "examples", example))))
}

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// transcript holds what a user types and sees. Guides show it, from the file that a test compares
// with a real run.
type transcript struct{ text strings.Builder }

// add adds a command and its output, or the part of it that matters.
func (tr *transcript) add(command string, output ...string) {
	if tr.text.Len() > 0 {
		tr.text.WriteString("\n")
	}
	tr.text.WriteString("$ " + command + "\n")
	for _, part := range output {
		for line := range strings.Lines(strings.TrimRight(part, "\n")) {
			tr.text.WriteString(strings.TrimRight(line, " \n") + "\n")
		}
	}
}

// compare compares with testdata/guides/NAME.txt, or writes that file with -update. It replaces the
// times of the run with constants, and OpenTofu's name with Terraform, and omits the difference
// that OpenTofu adds to a failed condition.
func (tr *transcript) compare(t *testing.T, name string) {
	t.Helper()
	text := regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`).ReplaceAllStringFunc(
		tr.text.String(), func(at string) string {
			if strings.HasPrefix(at, "2026-01-15T") { // of an event: emulator.NewEvent
				return at
			}
			return "2026-02-03T09:26:53Z"
		})
	text = regexp.MustCompile(`│ +├─+\n│ +│ Diff:\n(│ +│ .*\n)+`).ReplaceAllString(text, "")
	compareGolden(t, filepath.Join("testdata", "guides", name+".txt"),
		strings.ReplaceAll(text, "OpenTofu", "Terraform"))
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		expect.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want := expect.Must(os.ReadFile(path))(t)
	expect.Equal(t, path+"; run with -update after reading it", strings.Split(string(want), "\n"),
		strings.Split(got, "\n"))
}

// diagnosticBoxes returns the errors and warnings of an output, in their frames.
func diagnosticBoxes(output string) string {
	return strings.Join(regexp.MustCompile(`(?s)╷\n.*?\n╵`).FindAllString(output, -1), "\n")
}

// plannedChanges returns the changes in an output, from the first one on. Terraform and OpenTofu
// agree about this part.
func plannedChanges(output string) string {
	return regexp.MustCompile(`(?s) {2}# .*\nPlan: [^\n]*`).FindString(output)
}

// firstChange returns the first planned change, shortened after that many lines, and the line that
// counts all changes.
func firstChange(t *testing.T, output string, lines int) string {
	t.Helper()
	block := strings.Split(strings.SplitAfter(plannedChanges(output), "\n    }\n")[0], "\n")
	if len(block) > lines {
		block = append(block[:lines], "      ...", "    }")
	}
	return strings.TrimRight(strings.Join(block, "\n"), "\n") + "\n\n" + lineWith(t, output, "Plan: ")
}

// lineWith returns the first line of an output with that text.
func lineWith(t *testing.T, output, text string) string {
	t.Helper()
	for line := range strings.Lines(output) {
		if strings.Contains(line, text) {
			return line
		}
	}
	t.Errorf("no line says %q:\n%s", text, output)
	return ""
}
