// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// role is the variable that says what this program is.
const (
	role         = "TEST_PROCESS"
	isCommand    = "command"
	listsEndings = "endings"
)

// TestMain lets a test run the command in a process of its own.
func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case isCommand:
		main()
	case listsEndings:
		fmt.Print(endings())
	default:
		os.Exit(m.Run())
	}
}

// process is a running command.
type process struct {
	*exec.Cmd

	said bytes.Buffer
}

// starts runs a command in its own process.
func (s *session) starts(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.CommandContext(t.Context(), os.Args[0], args...)}
	p.Env = append(os.Environ(), role+"="+isCommand)
	for name, value := range s.variables {
		p.Env = append(p.Env, name+"="+value)
	}
	p.Stdout, p.Stderr = &p.said, &p.said
	expect.NoError(t, p.Start())
	return p
}

// waitForFiles waits until a folder has files, and until the service has been called.
func waitForFiles(t *testing.T, folder string, server *emulator.Server, kind string) {
	t.Helper()
	expect.Eventually(t, "the command's file and call", func() bool {
		return len(expect.Must(os.ReadDir(folder))(t)) > 0 && server.Count(kind) > 0
	})
}

// A command that prepares a file before it calls a service removes it when a person presses Ctrl-C,
// a job is stopped, or a terminal is closed.
func TestSignals_LeaveNoUnfinishedFile(t *testing.T) {
	t.Parallel()
	for _, command := range [][]string{{"doctor", "--report"}, {"rotate", "--out"}} {
		for _, ending := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
			t.Run(fmt.Sprint(command[0], " ", ending), func(t *testing.T) {
				t.Parallel()
				skipUnderNohup(t, ending)
				server := seededEmulator(t)
				kind := map[string]string{"doctor": emulator.KindAuditRecords,
					"rotate": emulator.KindToken}[command[0]]
				server.AddFault(emulator.Fault{Kind: kind, Delay: time.Hour})
				folder := t.TempDir()
				p := newSession(t, server, nil).starts(t,
					slices.Concat(command, []string{filepath.Join(folder, "file")})...)
				waitForFiles(t, folder, server, kind)
				expect.NoError(t, p.Process.Signal(ending))
				err := p.Wait()
				if p.ProcessState.ExitCode() != exitFailure {
					t.Errorf("%v: %s", err, &p.said)
				}
				expect.Equal(t, "files", 0, len(expect.Must(os.ReadDir(folder))(t)))
			})
		}
	}
}

// skipUnderNohup skips a test that cannot send the signal, because its processes ignore it, too.
func skipUnderNohup(t *testing.T, s os.Signal) {
	t.Helper()
	if signal.Ignored(s) {
		t.Skipf("the tests run with nohup, so %v has no effect", s)
	}
}

// nohup lets a receiver or an emulator outlive its terminal.
func TestSignals_NohupIsRespected(t *testing.T) {
	t.Parallel()
	skipUnderNohup(t, syscall.SIGHUP)
	for before, want := range map[string]string{":": "[interrupt terminated hangup]",
		`trap "" HUP`: "[interrupt terminated]"} {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", before+`; exec "$0"`, os.Args[0])
		cmd.Env = append(os.Environ(), role+"="+listsEndings)
		expect.Equal(t, before+": signals", want, string(expect.Must(cmd.Output())(t)))
	}
}
