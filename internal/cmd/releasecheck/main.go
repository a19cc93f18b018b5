// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command releasecheck checks what people will download before there is a release. It reads the
// targets from .goreleaser.yml.
//
//  1. It compiles and vets every target, with the flags of the release.
//  2. It runs tests for the targets that this machine can run, such as 386 on amd64, and Windows
//     programs under Wine.
//  3. It rehearses the release: see the package rehearsal.
//
// Run it with "make release-check" from the top of the repository. The exit status is 0 only if
// every check passed. With -targets, it does only the first step, and only for these. With -tests,
// it runs the tests that need no CLI on this machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

func main() {
	only := flag.String("targets", "", "compile and vet only these, as in windows/amd64,linux/386")
	tests := flag.Bool("tests", false, "only run the tests that need no CLI, on this machine")
	flag.Parse()
	cli.Main("releasecheck", func(ctx context.Context) error {
		if *tests {
			return testPackages(ctx)
		}
		return check(ctx, *only)
	})
}

func check(ctx context.Context, only string) error {
	started := time.Now()
	config, err := release.Read(".")
	if err != nil {
		return err
	}
	targets, err := choose(config.Targets(), only)
	if err != nil {
		return err
	}
	public, err := publicRuns(".github/workflows/ci.yml")
	if err != nil {
		return err
	}
	rows := compileAll(ctx, ".", config, targets)
	if only == "" {
		runHere(ctx, rows)
	}
	problems := printTable(os.Stdout, rows, public)
	fmt.Printf("%d targets in %s\n", len(rows), time.Since(started).Round(time.Second))
	return errors.Join(problems...)
}
