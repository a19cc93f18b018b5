// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// watched is an output that reports when a text has arrived.
type watched struct {
	mu    sync.Mutex
	text  bytes.Buffer
	want  string
	seen  chan struct{}
	close sync.Once
}

func watchFor(want string) *watched { return &watched{want: want, seen: make(chan struct{})} }

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := w.text.Write(p)
	if strings.Contains(w.text.String(), w.want) {
		w.close.Do(func() { close(w.seen) })
	}
	return n, err
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

func (w *watched) wait(t *testing.T) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Logf("instead of %q, got %q", w.want, w)
		}
	}()
	expect.Received(t, "an output", w.seen)
}

// startCommand runs the emulator command until the returned function is called, which checks the
// result.
func startCommand(t *testing.T, stderr io.Writer, args ...string) (*watched, func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out := watchFor("\nready\n")
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, append([]string{"emulator"}, args...),
			cli.Environment{Stdout: out, Stderr: stderr})
	}()
	stop := sync.OnceFunc(func() {
		cancel()
		expect.Equal(t, "exit status", exitOK, <-status)
	})
	t.Cleanup(stop)
	out.wait(t)
	return out, stop
}

// exported parses export lines.
func exported(t *testing.T, text string) map[string]string {
	t.Helper()
	env := map[string]string{}
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "export "); ok {
			name, value, _ := strings.Cut(rest, "=")
			env[name] = strings.Trim(value, "'")
		}
	}
	return env
}

func control(t *testing.T, env map[string]string, path string, into any) {
	t.Helper()
	client := trusting(t, expect.Must(os.ReadFile(env["PARTNERCENTER_CA_BUNDLE_PATH"]))(t))
	req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet,
		env["PARTNERCENTER_AUTHORITY_HOST"]+path, http.NoBody))(t)
	resp := expect.Must(client.Do(req))(t)
	defer func() { _ = resp.Body.Close() }()
	expect.NoError(t, json.NewDecoder(resp.Body).Decode(into))
}

func TestEmulator_PrintsTheEnvironmentAndServesUntilStopped(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	out, stop := startCommand(t, io.Discard, "--seed-events", "7", "--seed-subscriptions", "2",
		"--ready-file", ready)
	env := exported(t, out.String())
	for _, name := range []string{
		"TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "AUTHORITY_HOST", "BASE_URL",
		"CA_BUNDLE_PATH",
	} {
		if env["PARTNERCENTER_"+name] == "" {
			t.Errorf("PARTNERCENTER_%s is not set in\n%s", name, out)
		}
	}
	var events []any
	if control(t, env, "/_emulator/events", &events); len(events) != 7 {
		t.Errorf("%d events, want 7", len(events))
	}
	if content, err := os.ReadFile(ready); err != nil ||
		string(content) != env["PARTNERCENTER_AUTHORITY_HOST"]+"\n" {
		t.Errorf("the ready file: %q, %v", content, err)
	}
	expect.Contains(t, out.String(), "\n# Portal: "+env["PARTNERCENTER_BASE_URL"]+"/\n")
	stop()
	expectMissing(t, ready)
}

func TestEmulator_TellsTheStoriesOfTheGuides(t *testing.T) {
	t.Parallel()
	flags := map[string]string{"--seed-guides": emulator.StoryDecisions}
	for _, story := range emulator.Stories() {
		flags["--seed-guides="+story] = story
	}
	for flag, story := range flags {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			out, _ := startCommand(t, io.Discard, flag, "--seed-events", "1")
			var events []struct{ EventID string }
			control(t, exported(t, out.String()), "/_emulator/events", &events)
			got := map[string]bool{}
			for _, e := range events {
				got[e.EventID] = true
			}
			for _, e := range emulator.StoryEvents(story) {
				if !got[e.EventID] {
					t.Errorf("there is no event %s", e.EventID)
				}
			}
			expect.Equal(t, "events", len(emulator.StoryEvents(story))+1, len(events))
		})
	}
	newSession(t, startEmulator(t), nil).ends(t, exitFailure, "emulator --seed-guides=none")
}

func TestEmulator_EnvFileKeepsSecretsOffTheTerminal(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "it's an env file")
	out, _ := startCommand(t, io.Discard, "--env-file", path, "--api-http")
	expectPrivate(t, path)
	content := expect.Must(os.ReadFile(path))(t)
	env := exported(t, string(content))
	if !strings.HasPrefix(env["PARTNERCENTER_BASE_URL"], "http://127.0.0.1:") {
		t.Errorf("base URL %q, want plain HTTP", env["PARTNERCENTER_BASE_URL"])
	}
	expect.Contains(t, out.String(), "\nPortal: "+env["PARTNERCENTER_BASE_URL"]+"/\n")
	for _, name := range []string{"PARTNERCENTER_CLIENT_SECRET", "PARTNERCENTER_REFRESH_TOKEN"} {
		if env[name] == "" || strings.Contains(out.String(), env[name]) {
			t.Errorf("%s is missing in the file, or stands in the output %q", name, out)
		}
	}
}

func TestEmulator_VerboseLogsOneLineForEachRequestWithoutSecrets(t *testing.T) {
	t.Parallel()
	errs := watchFor("openid-configuration")
	out, stop := startCommand(t, errs, "-v")
	env := exported(t, out.String())
	var document map[string]any
	control(t, env, "/"+env["PARTNERCENTER_TENANT_ID"]+
		"/v2.0/.well-known/openid-configuration?code=s3cret", &document)
	errs.wait(t)
	client := trusting(t, expect.Must(os.ReadFile(env["PARTNERCENTER_CA_BUNDLE_PATH"]))(t))
	req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet,
		env["PARTNERCENTER_AUTHORITY_HOST"]+"/a%1b%5b31m%0a::error::x", http.NoBody))(t)
	expect.NoError(t, expect.Must(client.Do(req))(t).Body.Close())
	stop()
	expect.Contains(t, errs.String(), `GET /a\u001b[31m\u000a::error::x 404`)
	if line := errs.String(); !strings.Contains(line, "GET /") || !strings.Contains(line, " 200\n") ||
		strings.Contains(line, "s3cret") {
		t.Errorf("the log is %q", line)
	}
}

func TestEmulator_AReadyFileOfAKilledEmulatorIsRemovedFirst(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	expect.NoError(t, os.WriteFile(ready, []byte("old"), 0o600))
	newSession(t, startEmulator(t), nil).ends(t, exitFailure,
		"emulator --addr 0.0.0.0:0 --ready-file", ready)
	expectMissing(t, ready)
}

func TestEmulator_RefusesToListenOffLoopback(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"--addr 0.0.0.0:0", "--addr :0", "--api-http=192.0.2.1:0"} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, "emulator "+address)
		expect.Contains(t, s.errors.String(), "loopback only")
	}
}

func TestEmulator_EnvFileForPowerShell(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "it's.ps1")
	out, _ := startCommand(t, io.Discard, "--env-file", path)
	expect.Contains(t, string(expect.Must(os.ReadFile(path))(t)), "\n$env:PARTNERCENTER_TENANT_ID = '")
	expect.Contains(t, out.String(), "To use it: . '"+filepath.Dir(path)+"/it''s.ps1'\n")
}
