// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package acctest is shared by the tests that run a Terraform or OpenTofu: which program is under
// test, what it has, skipping what it lacks, the emulator that it is pointed at, and folders to run
// it in.
package acctest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"sync"

	"github.com/hashicorp/go-version"
)

// CLI is a Terraform or OpenTofu program.
type CLI struct {
	// Product is "Terraform" or "OpenTofu".
	Product string
	// Version is the program's own version. The two products count separately.
	Version *version.Version
}

// Program returns the path of the program under test, the same that plugin-testing takes: the one
// that TF_ACC_TERRAFORM_PATH names, or else terraform on PATH.
func Program() (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path, nil
	}
	path, err := exec.LookPath("terraform")
	if err != nil {
		return "", fmt.Errorf("TF_ACC_TERRAFORM_PATH is not set, and %w: make test finds or builds a CLI",
			err)
	}
	return path, nil
}

// known are the programs that have been asked already, by path: asking one takes a twentieth of a
// second or more, and every test that needs some feature wants to know.
//
//nolint:gochecknoglobals // the tests of a process share what they have asked
var known sync.Map

// underTest asks the program under test who it is. What plugin-testing says of it is a number
// alone, which does not tell OpenTofu's 1.12 from Terraform's.
func underTest(ctx context.Context) (CLI, error) {
	program, err := Program()
	if err != nil {
		return CLI{}, err
	}
	if c, ok := known.Load(program); ok {
		return c.(CLI), nil //nolint:errcheck,forcetypeassert // nothing else is put there
	}
	c, err := ask(ctx, program)
	if err == nil {
		known.Store(program, c)
	}
	return c, err
}

func ask(ctx context.Context, program string) (CLI, error) {
	cmd := exec.CommandContext(ctx, program, "version")
	cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err != nil {
		return CLI{}, fmt.Errorf("running %q version: %w", program, err)
	}
	return parseCLI(string(out))
}

var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v(\d+\.\d+\.\S+)`)

func parseCLI(output string) (CLI, error) {
	match := versionLine.FindStringSubmatch(output)
	if match == nil {
		return CLI{}, fmt.Errorf("neither Terraform nor OpenTofu: its version command says %q", output)
	}
	number, err := version.NewVersion(match[2])
	if err != nil {
		return CLI{}, err
	}
	return CLI{Product: match[1], Version: number}, nil
}
