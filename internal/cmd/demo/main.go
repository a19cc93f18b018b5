// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command demo shows the provider's main workflow end to end, without an account or a network: list
// the open fraud events of an emulated Partner Center, decide about three of them in a YAML file,
// review the plan, apply it, check Partner Center, plan again without changes, detect a colleague's
// decision in the portal, and show the pull request comment and the report. With -pictures, it also
// draws the plan and the comment for the front page.
//
// Run it with "make demo" from the top of the repository, after "make build". Its exit status is 0
// only if every step had the expected result. It starts the emulator and the CLI as programs, and
// shares no code with either.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/emulator"
)

func main() {
	pictures := flag.String("pictures", "", "draw the plan and the comment in this folder")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	out := newScreen(os.Stdout)
	err := run(ctx, out, *pictures)
	stop()
	if err != nil {
		out.failure(err)
		os.Exit(1)
	}
}

// run plays the scenario in a temporary folder.
func run(ctx context.Context, out *screen, pictures string) (err error) {
	started := time.Now()
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	found, err := cli.Find(ctx, root, os.Stderr)
	if err != nil {
		return err
	}
	out.note("%s %s at %s", found.Product, found.Version, found.Path)

	dir, err := os.MkdirTemp("", "partnercenter-demo-")
	if err != nil {
		return err
	}
	defer func() { err = cleanUp(ctx, dir, err) }()

	service, err := emulator.Start(ctx, root, dir,
		"--data-dir", filepath.Join(dir, "emulator"),
		// The same twelve events every time.
		"--seed-events", "12", "--seed-subscriptions", "4", "--seed-customers", "3", "--seed", "7")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Stop()) }()

	terraform, err := prepareCLI(found, root, dir, service.Environment)
	if err != nil {
		return err
	}

	play := &scenario{out: out, terraform: terraform, emulator: service, pictures: pictures}
	if err := play.run(ctx); err != nil {
		return err
	}
	out.done("Every step gave what it should, in %s.", time.Since(started).Round(time.Second))
	play.goOn()
	return nil
}

// cleanUp removes the temporary folder, unless it has logs that explain a failure.
func cleanUp(ctx context.Context, dir string, failure error) error {
	if ctx.Err() != nil {
		return errors.Join(errors.New("interrupted"), os.RemoveAll(dir))
	}
	if failure != nil {
		return fmt.Errorf("%w\nThe full output of every command is in %s", failure, dir)
	}
	return os.RemoveAll(dir)
}
