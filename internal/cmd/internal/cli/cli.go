// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package cli finds the Terraform or OpenTofu program for tests, examples, and the demo, so that
// all of them use the same one.
//
// It selects the first that works:
//
//  1. the program that TF_ACC_TERRAFORM_PATH names; if it does not work, that is an error
//  2. terraform on PATH, 1.8 or later
//  3. tofu on PATH, 1.8 or later
//  4. OpenTofu, built with Go from the module in tools/tofu and kept in bin/
//
// FindAll is for tests that run with all of them.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
)

// PathVariable is the environment variable that selects the program for plugin-testing and for this
// package.
const PathVariable = "TF_ACC_TERRAFORM_PATH"

// The oldest supported version is 1.8, both for Terraform and for OpenTofu.
const (
	OldestMajor = 1
	OldestMinor = 8
)

// CLI is a Terraform or OpenTofu program that can run this provider.
type CLI struct {
	// Path is the path of the program.
	Path string
	// Product is "Terraform" or "OpenTofu".
	Product string
	// Version is the program's own version, such as "1.11.4".
	Version string
}

// Find returns the program to run. root is the top folder of the repository. Find announces slow
// steps on log.
func Find(ctx context.Context, root string, log io.Writer) (CLI, error) {
	if path := os.Getenv(PathVariable); path != "" {
		found, err := inspect(ctx, path)
		if err != nil {
			return CLI{}, fmt.Errorf("%s: %w", PathVariable, err)
		}
		return found, nil
	}

	for _, name := range []string{"terraform", "tofu"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		found, err := inspect(ctx, path)
		if err == nil {
			return found, nil
		}
		_, _ = fmt.Fprintf(log, "Not using the %s on PATH: %v\n", name, err)
	}

	path, err := BuildOpenTofu(ctx, root, log)
	if err != nil {
		return CLI{}, fmt.Errorf("there is no terraform and no tofu on PATH, and building OpenTofu "+
			"failed: %w", err)
	}
	return inspect(ctx, path)
}

// Name returns the name of the command: terraform or tofu.
func (c CLI) Name() string {
	if c.Product == openTofu {
		return "tofu"
	}
	return "terraform"
}

// Environment returns the settings, as KEY=VALUE, that make plugin-testing run this program.
func (c CLI) Environment() []string {
	settings := []string{PathVariable + "=" + c.Path}
	if c.Product == openTofu {
		// By default, plugin-testing uses provider addresses in Terraform's registry, where OpenTofu
		// would not find the provider under test.
		settings = append(settings,
			"TF_ACC_PROVIDER_NAMESPACE=hashicorp",
			"TF_ACC_PROVIDER_HOST=registry.opentofu.org",
		)
	}
	return append(settings, configFile()...)
}

// configFile clears a TF_CLI_CONFIG_FILE that names a missing file: the warning about it on
// standard output prevents plugin-testing from reading OpenTofu's version.
func configFile() []string {
	const variable = "TF_CLI_CONFIG_FILE"
	path := os.Getenv(variable)
	if path == "" {
		return nil
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return []string{variable + "=" + os.DevNull}
}

const openTofu = "OpenTofu"

var versionLine = regexp.MustCompile(`(?m)^(Terraform|OpenTofu) v((\d+)\.(\d+)\.\S+)`)

// inspect asks a program for its product and version, and refuses one that is too old or not what
// its name says, such as a version manager's shim without a selected version.
func inspect(ctx context.Context, path string) (CLI, error) {
	cmd := exec.CommandContext(ctx, path, "version")
	cmd.Env = append(os.Environ(), append(configFile(), "CHECKPOINT_DISABLE=1")...)
	out, err := cmd.Output()
	if err != nil {
		return CLI{}, fmt.Errorf("running %q version: %w", path, err)
	}

	match := versionLine.FindStringSubmatch(string(out))
	if match == nil {
		first, _, _ := strings.Cut(string(out), "\n")
		return CLI{}, fmt.Errorf("%q is neither Terraform nor OpenTofu: its version command says %q",
			path, first)
	}

	// The expression allows only digits, so these fail only for extremely large numbers.
	major, errMajor := strconv.Atoi(match[3])
	minor, errMinor := strconv.Atoi(match[4])
	if errMajor != nil || errMinor != nil || major < OldestMajor ||
		(major == OldestMajor && minor < OldestMinor) {
		return CLI{}, fmt.Errorf("%q is %s %s, and this provider needs %d.%d or later", path, match[1],
			match[2], OldestMajor, OldestMinor)
	}
	return CLI{Path: path, Product: match[1], Version: match[2]}, nil
}
