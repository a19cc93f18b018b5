// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/buildinfo"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// Program is the name of the root command.
const Program = "partnercenter"

// Environment is the outside world of a command, and the running build.
type Environment struct {
	Stdin          io.Reader       // nil means the system's
	Interrupted    <-chan struct{} // closed when the command must end
	Stdout, Stderr io.Writer
	Values         []string // the variables, as "NAME=value"
	Columns        int      // the width of the terminal that Stdout is, or 0
	Version        string   // of the release, or empty

	// OpenURL shows an address in the user's browser. Nil means the system's browser.
	OpenURL func(address string) error

	secrets anatomy.Secrets // of the variables
}

// Discreet returns the environment with a standard error for texts of any origin. Goroutines can
// share it: a report of progress and a warning stay whole lines.
func (e Environment) Discreet() Environment {
	e.secrets = settings.Secrets(nil, e.Lookup)
	e.Stderr = &discreetWriter{w: e.Stderr, message: e.Message}
	return e
}

// Message returns lines for a person, or for the log of a job. They show no secret of the
// variables, because a user may have written one in another place by mistake. No text of others in
// them acts on the terminal, or as a command of the job.
func (e Environment) Message(lines string) string {
	return untrusted.InLog(e.secrets.Hide(terminal.VisibleLines(lines)))
}

// discreetWriter gets whole messages, so that no secret is in two of them.
type discreetWriter struct {
	mu      sync.Mutex
	w       io.Writer
	message func(string) string
}

func (d *discreetWriter) Write(message []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := io.WriteString(d.w, d.message(string(message))); err != nil {
		return 0, err
	}
	return len(message), nil
}

// Build is the running build.
func (e Environment) Build() buildinfo.Info {
	return buildinfo.Read(e.Version)
}

// UserAgent identifies the command to services.
func (e Environment) UserAgent() string { return e.Build().UserAgent(Program) }

// Getenv returns a variable, or an empty string. Of several variables with the same name, the last
// counts, as in a shell.
func (e Environment) Getenv(name string) string {
	value, _ := e.Lookup(name)
	return value
}

// Lookup distinguishes an empty variable from a missing one.
func (e Environment) Lookup(name string) (value string, isSet bool) {
	for _, value := range slices.Backward(e.Values) {
		if rest, ok := strings.CutPrefix(value, name+"="); ok {
			return rest, true
		}
	}
	return "", false
}

// Say writes to standard error, for a person.
func (e Environment) Say(format string, args ...any) { Say(e.Stderr, format, args...) }

// Warn reports a problem that does not fail the command.
func (e Environment) Warn(format string, args ...any) { e.Say("Warning: "+format+"\n", args...) }

// Print writes a result to standard output in one piece, so that nobody takes a part for all of it.
func (e Environment) Print(what string, content []byte) error {
	if len(content) == 0 {
		return nil
	}
	if _, err := e.Stdout.Write(content); err != nil {
		return fmt.Errorf("%s could not be written in full: %w", what, err)
	}
	return nil
}

// Say writes for a person. If that fails, there is no other place to report the error.
func Say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}

func (e Environment) stdin() io.Reader {
	if e.Stdin == nil {
		return os.Stdin
	}
	return e.Stdin
}
