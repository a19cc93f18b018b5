// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// withoutCLI names the tests of packagesWithoutCLI.
const withoutCLI = "all tests that need no CLI"

// runHere runs what this machine can run of the targets that are not its own; "make test" tests
// those.
func runHere(ctx context.Context, rows []row) {
	for i := range rows {
		r := &rows[i]
		started := time.Now()
		switch {
		case r.compiled != nil || r.vetted != nil:
			continue
		case runs32(r.target):
			r.ran, r.failed = "here: "+withoutCLI, testWithoutCLI(ctx, r.target)
		case r.target == release.Target{OS: "windows", Arch: "amd64"}:
			r.ran, r.failed = smokeUnderWine(ctx)
		}
		if r.ran != "" {
			fmt.Printf("%-15s %s (%s)\n", r.target, r.ran, time.Since(started).Round(time.Second))
		}
	}
}

// runs32 reports whether the target is the 32-bit form of this machine.
func runs32(t release.Target) bool {
	return t.OS == "linux" && t.Arch == "386" && runtime.GOOS == "linux" && runtime.GOARCH == "amd64"
}

// testWithoutCLI runs the tests of a 32-bit target. Such a processor has a smaller int, so that a
// number that is too large becomes another one.
func testWithoutCLI(ctx context.Context, target release.Target) error {
	packages, err := packagesWithoutCLI(ctx)
	if err != nil {
		return err
	}
	return goTool(ctx, ".", []string{"CGO_ENABLED=0"}, target,
		append([]string{"test", "-trimpath", "-buildvcs=false"}, packages...)...)
}

// testPackages runs the same tests on this machine's own target.
func testPackages(ctx context.Context) error {
	packages, err := packagesWithoutCLI(ctx)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-buildvcs=false"}, packages...)...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// packagesWithoutCLI returns the packages whose tests run neither a CLI nor a browser, nor the
// programs that these need.
func packagesWithoutCLI(ctx context.Context) ([]string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-buildvcs=false", "-f",
		"{{.ImportPath}} {{join .TestImports \" \"}} {{join .XTestImports \" \"}}", "./internal/...",
		"./cmd/...").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var packages []string
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) > 1 && !strings.Contains(fields[0], "/internal/cmd/") &&
			!slices.ContainsFunc(fields[1:], needsCLI) {
			packages = append(packages, fields[0])
		}
	}
	return packages, nil
}

func needsCLI(imported string) bool {
	return strings.HasSuffix(imported, "/internal/acctest") ||
		strings.HasSuffix(imported, "/internal/acctest/browser") ||
		strings.HasPrefix(imported, "github.com/hashicorp/terraform-plugin-testing/")
}
