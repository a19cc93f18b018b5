// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package acctest supports tests that run Terraform or OpenTofu: it finds the program under test,
// skips tests of features that the program lacks, starts emulators, and prepares folders to run in.
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

// Program returns the path of the program under test, the same one that plugin-testing uses: the
// value of TF_ACC_TERRAFORM_PATH or, if that is empty, terraform on PATH.
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

// known caches the programs by path: running one to get its version takes 50 ms or more, and many
// tests need it.
//
//nolint:gochecknoglobals // the tests of a process share what they have asked
var known sync.Map

// underTest asks the program under test for its product and version. plugin-testing provides only a
// version, which does not distinguish OpenTofu 1.12 from Terraform 1.12.
func underTest(ctx context.Context) (CLI, error) {
	program, err := Program()
	if err != nil {
		return CLI{}, err
	}
	if c, ok := known.Load(program); ok {
		return c.(CLI), nil //nolint:errcheck,forcetypeassert // only these programs are ever stored there
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
