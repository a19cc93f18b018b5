// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// openTofuPackage is the only tool that the module in tools/tofu requires.
const openTofuPackage = "github.com/opentofu/opentofu/cmd/tofu"

var openTofuRequirement = regexp.MustCompile(`(?m)^\s*github\.com/opentofu/opentofu v(\S+)`)

// BuildOpenTofu returns the path of an OpenTofu built from its Go module. The program is stored in
// bin/ under its version, so that it is built once and is never stale. root is the top folder of
// the repository. BuildOpenTofu announces slow steps on log.
func BuildOpenTofu(ctx context.Context, root string, log io.Writer) (string, error) {
	binary, version, err := openTofuBinary(root)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(binary); err == nil {
		return binary, nil
	}

	_, _ = fmt.Fprintf(log, "Building OpenTofu %s with Go. This happens once and takes about five "+
		"minutes on two cores.\n", version)
	// Build to a temporary name and rename: an interrupted build must not look complete.
	unfinished := fmt.Sprintf("%s.%d", binary, os.Getpid())
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false",
		"-ldflags", "-s -w -X github.com/opentofu/opentofu/version.dev=no",
		"-o", unfinished, openTofuPackage)
	cmd.Dir = openTofuModule(root)
	cmd.Env = append(os.Environ(), "GOWORK=off")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		return "", errors.Join(fmt.Errorf("go build %s: %w", openTofuPackage, err),
			os.RemoveAll(unfinished))
	}
	return binary, os.Rename(unfinished, binary)
}

func openTofuModule(root string) string {
	return filepath.Join(root, "tools", "tofu")
}

// openTofuBinary returns the path of the module's OpenTofu, which may not be built yet, and its
// version.
func openTofuBinary(root string) (path, version string, err error) {
	if version, err = openTofuVersion(filepath.Join(openTofuModule(root), "go.mod")); err != nil {
		return "", "", err
	}
	path, err = filepath.Abs(filepath.Join(root, "bin", "tofu-"+version))
	return path, version, err
}

func openTofuVersion(goMod string) (string, error) {
	content, err := os.ReadFile(goMod)
	if err != nil {
		return "", err
	}
	match := openTofuRequirement.FindSubmatch(content)
	if match == nil {
		return "", fmt.Errorf("%s does not require github.com/opentofu/opentofu", goMod)
	}
	return string(match[1]), nil
}
