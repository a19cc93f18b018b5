// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/emulator"
)

const programName = "terraform-provider-partnercenter"

type bench struct {
	root   string // the top folder of the repository
	dir    string // everything else goes here
	cli    cli.CLI
	shrink int // numbers of decisions and events are divided by this
	rows   []row
}

// session is one emulator and two configurations of the same shape, each in its own folder: one
// with the provider, and the floor with terraform_data. Both read the file decisions.json next to
// them.
type session struct {
	setup

	bench   *bench
	service *emulator.Emulator
	dir     string
	env     []string
}

// setup is what a session begins with.
type setup struct {
	latency          time.Duration // of every call
	ours, floor      string        // the configurations
	n, subscriptions int           // events, which are undecided
	decisions        any           // about these events; nil: neither
	settings         []string      // of the provider, as KEY=VALUE
}

// measure runs a case in a session of its own.
func (b *bench) measure(ctx context.Context, begin setup, run func(*session) error) (err error) {
	s, err := b.open(ctx, begin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.service.Stop()) }()
	if begin.decisions != nil {
		err = errors.Join(s.inject(ctx, openEvents(s.n, s.subscriptions)), s.declare(begin.decisions))
		if err != nil {
			return err
		}
		// terraform_data needs init; the provider under test does not.
		if _, err := s.run(ctx, "floor", "init"); err != nil {
			return err
		}
	}
	return run(s)
}

func (b *bench) open(ctx context.Context, begin setup) (*session, error) {
	dir, err := os.MkdirTemp(b.dir, "session-")
	if err != nil {
		return nil, err
	}
	s := &session{setup: begin, bench: b, dir: dir}
	rc := filepath.Join(dir, "cli.tfrc")
	for name, content := range map[string]string{
		rc: fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n    "+
			"%q = %q\n  }\n  direct {}\n}\n",
			"terraform-partnercenter/partnercenter", filepath.Join(b.root, "bin")),
		filepath.Join(dir, "ours", "main.tf"):  begin.ours,
		filepath.Join(dir, "floor", "main.tf"): begin.floor,
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700),
			os.WriteFile(name, []byte(content), 0o600)); err != nil {
			return nil, err
		}
	}
	if s.service, err = emulator.Start(ctx, b.root, dir, "--latency",
		begin.latency.String()); err != nil {
		return nil, err
	}
	s.env = append(cli.Automated(rc, s.service.Environment), begin.settings...)
	return s, nil
}

// inject adds events to Partner Center in batches.
func (s *session) inject(ctx context.Context, events []map[string]any) error {
	for some := range slices.Chunk(events, 500) {
		if err := s.service.Call(ctx, http.MethodPost, "/inject", some, nil); err != nil {
			return err
		}
	}
	return nil
}

// declare writes the decisions that both configurations read.
func (s *session) declare(decisions any) error {
	content, err := json.Marshal(decisions)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, "decisions.json"), content, 0o600)
}

// run runs a command of the CLI in the folder ours or floor, and measures it.
func (s *session) run(ctx context.Context, folder string, args ...string) (measurement, error) {
	if err := s.service.Call(ctx, http.MethodPost, "/reset-counts", nil, nil); err != nil {
		return measurement{}, err
	}
	cmd := exec.CommandContext(ctx, s.bench.cli.Path, args...)
	cmd.Dir, cmd.Env = filepath.Join(s.dir, folder), s.env
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second

	peak := watchMemory(filepath.Join(s.bench.root, "bin", programName))
	started := time.Now()
	out, err := cmd.CombinedOutput()
	m := measurement{time: time.Since(started), peak: peak(), output: string(out)}
	if err != nil {
		return m, fmt.Errorf("%s %s: %w\n%s", s.bench.cli.Name(), strings.Join(args, " "), err,
			out[max(0, len(out)-3000):])
	}
	if m.calls, err = s.service.Counts(ctx); err != nil {
		return m, err
	}
	return m, s.service.CheckViolations(ctx)
}

// step measures a command, whose words args holds, and adds a row to the table.
func (s *session) step(ctx context.Context, name string, times int, args string,
	limits ...limit) error {
	ours, floor, err := s.beside(ctx, times, strings.Fields(args)...)
	if err == nil {
		r := row{Case: name, N: s.n, Subscriptions: s.subscriptions}
		s.bench.add(r, ours, floor, limits...)
	}
	return err
}

func (b *bench) add(r row, ours, floor measurement, limits ...limit) {
	for _, kind := range []string{"list", "security-alerts"} {
		r.List += ours.calls[kind]
	}
	for _, kind := range []string{"update", "update-security-alert", "graph-batch"} {
		r.Update += ours.calls[kind]
	}
	r.Token = ours.calls["token"]
	r.Seconds, r.FloorSeconds = ours.time.Seconds(), floor.time.Seconds()
	r.Ratio = r.Seconds / r.FloorSeconds
	r.PeakKiB = ours.peak
	for _, l := range limits {
		r.Targets = append(r.Targets, l(ours, floor))
	}
	b.rows = append(b.rows, r)
}

// beside alternates a command between both folders, so that other load affects both, and keeps the
// fastest run of each.
func (s *session) beside(ctx context.Context, times int, args ...string) (ours, floor measurement,
	err error) {
	for i := range times {
		f, err := s.run(ctx, "floor", args...)
		if err != nil {
			return ours, floor, err
		}
		o, err := s.run(ctx, "ours", args...)
		if err != nil {
			return ours, floor, err
		}
		if i == 0 || f.time < floor.time {
			floor = f
		}
		o.peak = max(o.peak, ours.peak)
		if i == 0 || o.time < ours.time {
			ours = o
		} else {
			ours.peak = o.peak
		}
	}
	return ours, floor, nil
}
