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

// limit is far more than any command needs. The operations themselves end after their timeouts.
const limit = 4 * time.Minute

// run is one command of the CLI.
type run struct {
	line       string
	began      time.Time
	took       time.Duration
	exit       int // -1 after a signal
	output     string
	killed     string // who got which signal
	exhausted  bool   // it took longer than the limit
	writes     []write
	lists      int
	refused    int      // lists that need another token
	complaints []string // of the service
}

func (r *run) ok() bool { return r != nil && r.exit == 0 && r.killed == "" }

// program runs the CLI in a folder.
type program struct {
	path, dir string
	env       []string
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

// do runs a command. v receives the process, for signals.
func (p *program) do(ctx context.Context, v *victim, args ...string) (*run, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.path, args...)
	cmd.Dir, cmd.Env = p.dir, p.env
	ownGroup(cmd)
	cmd.Cancel = func() error { return send(cmd.Process.Pid, syscall.SIGKILL) }
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
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	r.exit, r.output = cmd.ProcessState.ExitCode(), output.String()
	r.exhausted = errors.Is(ctx.Err(), context.DeadlineExceeded)
	return r, nil
}
