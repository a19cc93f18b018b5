// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// RequiredProviders is the block that a configuration needs to find the provider.
const RequiredProviders = `terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}
`

// Exit statuses of plan with -detailed-exitcode; every command ends with one of the first two.
const (
	succeeded  = 0
	failed     = 1
	hasChanges = 2
)

// Workspace is a folder in which to run Terraform or OpenTofu with the provider of this checkout.
// For most tests, plugin-testing is enough. A workspace is for tests of output, exit status,
// signals, logs, and files.
type Workspace struct {
	// Folder is where everything runs.
	Folder string
	// Environment is the complete environment of the programs.
	Environment map[string]string
	// PrintsSecrets says that the test asks for secrets, so that its output is not searched for them.
	PrintsSecrets bool

	t       *testing.T
	program string
	said    *strings.Builder  // all output
	written map[string]string // files of the test, with their content
}

// NewWorkspace creates an empty folder. env points the provider at a service. Of the developer's
// own environment, only PATH is passed on.
func NewWorkspace(t *testing.T, environment map[string]string) *Workspace {
	t.Helper()
	program, err := Program()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	config := filepath.Join(home, "cli.tfrc")
	content := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  "+
		"filesystem_mirror {\n    path = %q\n  }\n}\n", providerMirror(t))
	if err := os.WriteFile(config, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	w := &Workspace{t: t, program: program, Folder: t.TempDir(),
		said: &strings.Builder{}, written: map[string]string{},
		Environment: map[string]string{
			"PATH": filepath.Dir(CompanionProgram(t)) + string(os.PathListSeparator) + os.Getenv("PATH"),
			"HOME": home, "TMPDIR": os.TempDir(),
			"TF_CLI_CONFIG_FILE": config, "TF_INPUT": "0", "TF_IN_AUTOMATION": "1",
			"CHECKPOINT_DISABLE": "1",
			"TERRAFORM":          program, // for the scripts among the examples
			// The log of the provider is written only to be searched for secrets.
			"TF_LOG_PROVIDER": "TRACE", "TF_LOG_PATH": filepath.Join(home, "provider.log"),
		}}
	maps.Copy(w.Environment, environment)
	t.Cleanup(func() { w.expectNoSecrets(w.Folder, home) })
	return w
}

// Write writes or replaces a file in the folder.
func (w *Workspace) Write(name, content string) {
	w.t.Helper()
	w.written[name] = content
	if err := os.WriteFile(filepath.Join(w.Folder, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// Read returns the content of a file in the folder.
func (w *Workspace) Read(name string) string {
	w.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.Folder, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(content)
}

// Command prepares a run of any program in the folder. The run is not bound to the test's context,
// because a killed run would leave the provider's process behind.
func (w *Workspace) Command(program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.WithoutCancel(w.t.Context()), program, args...)
	cmd.Dir = w.Folder
	for name, value := range w.Environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// CLI prepares a run of the program under test.
func (w *Workspace) CLI(args ...string) *exec.Cmd { return w.Command(w.program, args...) }

// Run runs any program in the folder, and returns all output, without colors, and the exit status.
func (w *Workspace) Run(program string, args ...string) (output string, status int) {
	w.t.Helper()
	out, err := w.Command(program, args...).CombinedOutput()
	w.said.Write(out)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	if exit != nil {
		status = exit.ExitCode()
	}
	return regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(string(out), ""), status
}

// Must runs the CLI, which must succeed, and returns all output.
func (w *Workspace) Must(args ...string) string {
	w.t.Helper()
	return w.mustEnd(succeeded, args)
}

// MustFail runs the CLI, which must fail, and returns all output.
func (w *Workspace) MustFail(args ...string) string {
	w.t.Helper()
	return w.mustEnd(failed, args)
}

// MustPlanNothing runs a plan, which must have no changes, and returns all output.
func (w *Workspace) MustPlanNothing(args ...string) string {
	w.t.Helper()
	return w.mustEnd(succeeded, append([]string{"plan", "-detailed-exitcode"}, args...))
}

// MustPlanChanges runs a plan, which must have changes, and returns all output.
func (w *Workspace) MustPlanChanges(args ...string) string {
	w.t.Helper()
	return w.mustEnd(hasChanges, append([]string{"plan", "-detailed-exitcode"}, args...))
}

func (w *Workspace) mustEnd(want int, args []string) string {
	w.t.Helper()
	out, status := w.Run(w.program, args...)
	if status != want {
		w.t.Fatalf("%s: exit status %d instead of %d\n%s", strings.Join(args, " "), status, want, out)
	}
	return out
}
