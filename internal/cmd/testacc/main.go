// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command testacc runs the acceptance suite (every test that can run a CLI) once with each
// Terraform and OpenTofu that it finds: terraform and tofu on PATH, the programs in ACC_CLIS
// (separated as in PATH), and the OpenTofu that "make tofu" built. It ends with tables of features
// and of passed, skipped, and failed tests by CLI. It passes its arguments to go test.
//
// If ACC_RECORD names a folder, it runs only the tests behind the page "Versions and
// compatibility", and stores their results there, in one file for each CLI.
//
// The exit status is 0 only if there is a CLI, every listed CLI works, and no test failed.
//
// Run it with "make testacc" from the top of the repository.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

func main() { cli.Main("testacc", testAll) }

func testAll(ctx context.Context) error {
	found, err := cli.FindAll(ctx, ".", os.Stderr)
	if err != nil {
		return err
	}
	args, folder := os.Args[1:], os.Getenv(recordVariable)
	if folder != "" {
		args = append(args, "-run", provingTests())
	}
	var runs []run
	var problems []error
	for _, c := range found {
		fmt.Printf("\n== %s %s (%s)\n", c.Product, c.Version, c.Path)
		started := time.Now()
		seen := newRecorder(os.Stdout)
		err := testWith(ctx, c, args, seen)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r := run{cli: c, results: seen.results(), took: time.Since(started)}
		runs = append(runs, r)
		if n := count(r.results, failed); n > 0 {
			err = fmt.Errorf("%d failed", n)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", r.title(), err))
		}
		if folder != "" {
			problems = append(problems, writeRecord(folder, recordOf(r, time.Now())))
		}
	}
	return errors.Join(append(problems, report(os.Stdout, runs))...)
}
