// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command releasecheck checks what people will download before there is a release. It reads the
// targets from .goreleaser.yml.
//
//  1. It compiles and vets every target, with the flags of the release.
//  2. It runs tests for the targets that this machine can run, such as 386 on amd64, and Windows
//     programs under Wine.
//  3. It rehearses the release: see the package rehearsal. -keep keeps the result.
//
// Run it with "make release-check" from the top of the repository. The exit status is 0 only if
// every check passed. -targets and -steps restrict the checks. With -tests, it only runs the tests
// that need no CLI, on this machine. With -check, it only checks the files of a release in a
// folder, which a rehearsal has kept or somebody has downloaded.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/releasecheck/rehearsal"
)

func main() {
	var o options
	flag.StringVar(&o.targets, "targets", "", "only these, as in windows/amd64,linux/386")
	flag.StringVar(&o.steps, "steps", allSteps, "only these of compile, here, and rehearse")
	tests := flag.Bool("tests", false, "only run the tests that need no CLI, on this machine")
	flag.StringVar(&o.keep, "keep", "", "keep the release and its public key in this new folder")
	flag.StringVar(&o.check, "check", "", "only check the files of a release in this folder")
	flag.StringVar(&o.key, "key", "", "with -check, the file with the public key that signs them")
	flag.Parse()
	cli.Main("releasecheck", func(ctx context.Context) error {
		if *tests {
			return testPackages(ctx)
		}
		return check(ctx, o)
	})
}

// options restrict the checks.
type options struct{ targets, steps, keep, check, key string }

const allSteps = "compile,here,rehearse"

func (o options) has(step string) bool { return slices.Contains(strings.Split(o.steps, ","), step) }

func check(ctx context.Context, o options) error {
	for _, step := range strings.Split(o.steps, ",") {
		if !slices.Contains(strings.Split(allSteps, ","), step) {
			return fmt.Errorf("-steps must be of %s, got %q", allSteps, step)
		}
	}
	config, err := release.Read(".")
	if err != nil {
		return err
	}
	targets, err := choose(config.Targets(), o.targets)
	if err != nil {
		return err
	}
	if o.check != "" {
		return rehearsal.CheckDownloaded(o.check, o.key, config, targets)
	}
	if o.has("compile") {
		if err := compileAndRun(ctx, config, targets, o.has("here")); err != nil {
			return err
		}
	}
	if o.has("rehearse") {
		return rehearsal.Rehearse(ctx, ".", config, targets, o.keep, os.Stdout)
	}
	return nil
}

func compileAndRun(ctx context.Context, config release.Config, targets []release.Target,
	here bool) error {
	started := time.Now()
	public, err := publicRuns(".github/workflows/ci.yml")
	if err != nil {
		return err
	}
	rows := compileAll(ctx, ".", config, targets)
	if here {
		runHere(ctx, rows)
	}
	problems := printTable(os.Stdout, rows, public)
	fmt.Printf("%d targets in %s\n", len(rows), time.Since(started).Round(time.Second))
	return errors.Join(problems...)
}
