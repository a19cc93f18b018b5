// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// row is what is known about one target.
type row struct {
	target   release.Target
	compiled error
	vetted   error
	ran      string // what ran here; empty if this machine cannot run it
	failed   error  // what ran here
	cost     cost
}

// cost is what a step needs. How long it takes depends on what else the machine does; its CPU time
// hardly does.
type cost struct{ wall, cpu time.Duration }

func (c *cost) add(other cost) { c.wall, c.cpu = c.wall+other.wall, c.cpu+other.cpu }

// String returns a text such as "1m5s (2m10s of CPU time)".
func (c cost) String() string {
	if c.cpu == 0 { // nobody has measured it
		return c.wall.Round(time.Second).String()
	}
	return fmt.Sprintf("%s (%s of CPU time)", c.wall.Round(time.Second), c.cpu.Round(time.Second))
}

// choose returns the targets of a list that is separated by commas, or all.
func choose(all []release.Target, only string) ([]release.Target, error) {
	if only == "" {
		return all, nil
	}
	var chosen []release.Target
	for _, name := range strings.Split(only, ",") {
		i := slices.IndexFunc(all, func(t release.Target) bool { return t.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("%s does not release %s, only %v", release.File, name, all)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// compileAll compiles and vets, on as many CPUs as there are: each go command uses one.
func compileAll(ctx context.Context, root string, config release.Config,
	targets []release.Target) []row {
	rows := make([]row, len(targets))
	free := make(chan struct{}, runtime.NumCPU())
	var all sync.WaitGroup
	for i, target := range targets {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			r := row{target: target}
			r.cost, r.compiled = compile(ctx, root, config, target)
			// Vet compiles the tests, too. The flags are those of the release, so that Go compiles each
			// dependency once.
			var vet cost
			vet, r.vetted = goTool(ctx, root, config.Builds[0].Env, target,
				append(append([]string{"vet", "-p=1"}, config.Builds[0].Flags...), "./...")...)
			r.cost.add(vet)
			result := "compiled and vetted"
			if r.compiled != nil || r.vetted != nil {
				result = "failed"
			}
			fmt.Printf("%-15s %s in %s\n", target, result, r.cost)
			rows[i] = r
		})
	}
	all.Wait()
	return rows
}

// compile links every program of the release.
func compile(ctx context.Context, root string, config release.Config,
	target release.Target) (spent cost, err error) {
	dir, err := os.MkdirTemp("", "releasecheck-")
	if err != nil {
		return cost{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for _, b := range config.Builds {
		args := append([]string{"build", "-p=1", "-buildvcs=false", "-ldflags=-s -w",
			"-o", filepath.Join(dir, b.ID)}, b.Flags...)
		one, err := goTool(ctx, root, b.Env, target, append(args, b.Package())...)
		spent.add(one)
		if err != nil {
			return spent, err
		}
	}
	return spent, nil
}

// goTool runs go for a target in a folder. The error has the output.
func goTool(ctx context.Context, dir string, settings []string, target release.Target,
	args ...string) (spent cost, err error) {
	started := time.Now()
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(append(os.Environ(), settings...), "GOOS="+target.OS, "GOARCH="+target.Arch)
	cmd.Dir = dir
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	spent.wall = time.Since(started)
	if state := cmd.ProcessState; state != nil {
		spent.cpu = state.UserTime() + state.SystemTime() // with the compiler's and the linker's
	}
	if err != nil {
		err = fmt.Errorf("%s: go %s: %w\n%s", target, strings.Join(args, " "), err, out.String())
	}
	return spent, err
}
