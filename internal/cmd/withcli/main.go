// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command withcli runs a command with an environment in which plugin-testing uses the Terraform or
// OpenTofu that package cli finds. TF_ACC_TERRAFORM_PATH is the path of that program. Run it from
// the top of the repository:
//
//	bin/withcli go test ./...
//	bin/withcli cli fmt -recursive examples     # "cli" stands for the program found
//	bin/withcli                                 # prints the settings, one KEY=VALUE a line
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

func main() { cli.Main("withcli", run) }

func run(ctx context.Context) error {
	// Building OpenTofu takes minutes, so an interrupt must end the build and clean up.
	found, err := cli.Find(ctx, ".", os.Stderr)
	if err != nil {
		return err
	}
	args := os.Args[1:]
	if len(args) == 0 {
		for _, setting := range found.Environment() {
			fmt.Println(setting)
		}
		return nil
	}

	program := found.Path
	if args[0] != "cli" {
		if program, err = exec.LookPath(args[0]); err != nil {
			return err
		}
	}
	for _, setting := range found.Environment() {
		name, value, _ := strings.Cut(setting, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintf(os.Stderr, "Using %s %s (%s)\n", found.Product, found.Version, found.Path)
	return become(ctx, program, args)
}
