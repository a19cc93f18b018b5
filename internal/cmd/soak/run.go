// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// run is one command of the CLI.
type run struct {
	line       string
	began      time.Time
	took       time.Duration
	exit       int // -1 after a signal
	output     string
	killed     string // who got which signal
	writes     []write
	looks      []look
	foreign    []string // calls of the API that is not configured
	areaCalls  []areaCall
	lists      int
	refused    int      // lists that need another token
	complaints []string // of the service
}

func (r *run) ok() bool { return r != nil && r.exit == 0 && r.killed == "" }

// program runs the CLI in a folder.
type program struct {
	path, dir string
	env       []string
	limit     time.Duration // of each command
}

// endlessError is a command that was stopped because it took longer than the limit.
type endlessError struct {
	line, output string
	limit        time.Duration
}

func (e *endlessError) Error() string {
	return fmt.Sprintf("commands end (fraud_event_resolution.md, timeouts): %s did not end within "+
		"%s:\n%s", e.line, e.limit, tail(e.output, 40))
}

// kill is a signal during a command.
type kill struct {
	after    int // calls
	signal   syscall.Signal
	provider bool // to the provider instead of the CLI
}

func (k kill) String() string {
	who := "the CLI"
	if k.provider {
		who = "the provider"
	}
	return fmt.Sprintf("%s to %s after %d calls", k.signal, who, k.after)
}

// victim is the process that a signal goes to.
type victim struct {
	mu      sync.Mutex
	process *os.Process
	said    string
}

// hit sends the signal, if the command still runs.
func (v *victim) hit(k kill) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.process == nil {
		return
	}
	if k.provider {
		if sendToProvider(v.process.Pid, k.signal) {
			v.said = k.String()
		}
		return
	}
	if send(v.process.Pid, k.signal) == nil {
		v.said = k.String()
	}
}

// do runs a command, and stops it after the limit. v receives the process, for signals.
func (p *program) do(ctx context.Context, v *victim, args ...string) (*run, error) {
	ctx, cancel := context.WithTimeout(ctx, p.limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.path, args...)
	cmd.Dir, cmd.Env = p.dir, p.env
	ownGroup(cmd)
	cmd.Cancel = func() error { return send(cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = p.limit // for a process outside the group that keeps the output open
	var output strings.Builder
	cmd.Stdout, cmd.Stderr = &output, &output
	r := &run{line: filepath.Base(p.path) + " " + strings.Join(args, " "), began: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	v.mu.Lock()
	v.process = cmd.Process
	v.mu.Unlock()
	err := cmd.Wait()
	r.took = time.Since(r.began)
	v.mu.Lock()
	v.process, r.killed = nil, v.said
	v.mu.Unlock()
	r.exit, r.output = cmd.ProcessState.ExitCode(), output.String()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.Is(err, exec.ErrWaitDelay) {
		return nil, &endlessError{r.line, r.output, p.limit}
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	return r, nil
}
