// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Exit statuses of plan, and with -detailed-exitcode.
const (
	succeeded  = 0
	failed     = 1
	hasChanges = 2
)

// workspace is a folder in which somebody runs Terraform or OpenTofu, with the provider from this checkout.
type workspace struct {
	t           *testing.T
	program     string
	folder      string
	environment []string
}

// newWorkspace makes a folder with copies of the examples, each a folder below examples, and runs init in it. The
// environment is what points the provider somewhere; nothing of the developer's own but PATH gets through.
func newWorkspace(t *testing.T, environment map[string]string, examples ...string) *workspace {
	t.Helper()
	w := &workspace{t: t, program: cliPath(t), folder: t.TempDir()}
	home := t.TempDir()
	config := filepath.Join(home, "cli.tfrc")
	content := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", providerMirror(t))
	if err := os.WriteFile(config, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	w.environment = []string{
		"PATH=" + filepath.Dir(buildCompanion(t)) + string(os.PathListSeparator) + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + os.TempDir(),
		"TF_CLI_CONFIG_FILE=" + config, "TF_INPUT=0", "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"TERRAFORM=" + w.program, // for the scripts among the examples
	}
	for name, value := range environment {
		w.environment = append(w.environment, name+"="+value)
	}
	for _, example := range examples {
		w.copy(example)
	}
	w.must(succeeded, "init")
	return w
}

// copy copies a folder below examples into the workspace.
func (w *workspace) copy(example string) {
	w.t.Helper()
	if err := os.CopyFS(w.folder, os.DirFS(filepath.Join(root, "examples", example))); err != nil {
		w.t.Fatal(err)
	}
}

// write writes a file of the folder; what is there already is replaced.
func (w *workspace) write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.folder, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// read returns a file of the folder.
func (w *workspace) read(name string) string {
	w.t.Helper()
	content, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(content)
}

// run runs any program in the folder, and returns all output, without colours, and the exit status.
func (w *workspace) run(program string, args ...string) (output string, status int) {
	w.t.Helper()
	// A killed run would leave the provider's process behind.
	cmd := exec.CommandContext(context.WithoutCancel(w.t.Context()), program, args...)
	cmd.Dir, cmd.Env = w.folder, w.environment
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatal(err)
	}
	if exit != nil {
		status = exit.ExitCode()
	}
	return regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(string(out), ""), status
}

// must runs the CLI, which has to end with the given exit status, and returns all output.
func (w *workspace) must(want int, args ...string) string {
	w.t.Helper()
	out, status := w.run(w.program, args...)
	if status != want {
		w.t.Fatalf("%s: exit status %d instead of %d\n%s", strings.Join(args, " "), status, want, out)
	}
	return out
}

// startEmulator starts an emulator with the given events. When the test ends it fails the test for anything the
// provider did that the documentation forbids.
func startEmulator(t *testing.T, events ...emulator.Event) *emulator.Server {
	t.Helper()
	s, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, v := range s.Violations() {
			t.Errorf("against the documentation: %s", v)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Inject(events...)
	return s
}
