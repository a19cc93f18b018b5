// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

const (
	providerName    = "terraform-provider-partnercenter"
	providerVersion = "0.1.0" // satisfies the constraint of examples/decisions-as-code
	traceLog        = "trace.log"
)

// terraform runs the CLI in a working copy of examples/decisions-as-code.
type terraform struct {
	name    string // terraform or tofu
	path    string
	command string // the companion command
	work    string // the working copy
	logs    string // where every command's full output goes
	env     []string
	runs    int
}

// prepareCLI creates a working copy of the example, and a folder from which the CLI installs the
// new build of the provider.
func prepareCLI(found cli.CLI, root, dir string, settings []string) (*terraform, error) {
	t := &terraform{
		name:    found.Name(),
		path:    found.Path,
		command: filepath.Join(root, "bin", "partnercenter"),
		work:    filepath.Join(dir, "work"),
		logs:    dir,
	}
	if err := os.CopyFS(t.work, os.DirFS(filepath.Join(root, "examples",
		"decisions-as-code"))); err != nil {
		return nil, err
	}

	host := "registry.terraform.io"
	if t.name == "tofu" {
		host = "registry.opentofu.org"
	}
	mirror := filepath.Join(dir, "mirror")
	installed := filepath.Join(mirror, host, "terraform-partnercenter", "partnercenter",
		providerVersion,
		runtime.GOOS+"_"+runtime.GOARCH, providerName+"_v"+providerVersion)
	if err := copyProgram(filepath.Join(root, "bin", providerName), installed); err != nil {
		return nil, err
	}

	// Only the mirror: the CLI then needs no network and ignores the user's own settings.
	config := filepath.Join(dir, "cli.tfrc")
	content := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  "+
		"filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	if err := os.WriteFile(config, []byte(content), 0o600); err != nil {
		return nil, err
	}

	// Logs everything, so that the demo can look for secrets in the log.
	t.env = append(cli.Automated(config, settings), "TF_LOG=TRACE",
		"TF_LOG_PATH="+filepath.Join(dir, traceLog))
	return t, nil
}

func copyProgram(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("%w (make build makes it)", err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o700) //nolint:gosec // G306: a program has to be executable by its owner.
}

// line is the command as typed.
func (t *terraform) line(args ...string) string {
	return t.name + " " + strings.Join(args, " ")
}

// run runs the CLI and returns its standard output. An exit status other than want is an error that
// shows the end of the output.
func (t *terraform) run(ctx context.Context, want int, args ...string) (string, error) {
	return t.runProgram(ctx, t.path, want, "", args...)
}

func (t *terraform) companion(ctx context.Context, input string, args ...string) (string, error) {
	return t.runProgram(ctx, t.command, 0, input, args...)
}

func (t *terraform) runProgram(ctx context.Context, program string, want int, input string,
	args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Env, cmd.Stdin = t.work, t.env, strings.NewReader(input)
	// An interrupt lets the program finish its work and release its lock; killing it would not.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr

	err := cmd.Run()
	t.runs++
	log := filepath.Join(t.logs, fmt.Sprintf("%02d-%s.log", t.runs, args[0]))
	if logErr := os.WriteFile(log, append(stdout.Bytes(), stderr.Bytes()...), 0o600); logErr != nil {
		return "", logErr
	}

	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", err
	}
	if status := cmd.ProcessState.ExitCode(); status != want {
		return "", fmt.Errorf("\"%s %s\" ended with exit status %d instead of %d:\n%s",
			filepath.Base(program), strings.Join(args, " "), status, want,
			tail(stdout.String()+stderr.String(), 30))
	}
	return stdout.String(), nil
}

func tail(text string, most int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}

// written returns the files that the CLI and the provider have written so far, except the CLI's
// copy of the provider.
func (t *terraform) written() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(t.logs, "*.log"))
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(t.work, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.Name() == ".terraform":
			return fs.SkipDir
		case !entry.IsDir():
			files = append(files, path)
		}
		return nil
	})
	return files, err
}
