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

// What can be run, as the table names it.
const (
	withoutCLI = "all tests that need no CLI" // those of packagesWithoutCLI
	underWine  = "smoke test under Wine"
)

// runHere runs what this machine can run of the targets that are not its own; "make test" tests
// those.
func runHere(ctx context.Context, rows []row) {
	for i := range rows {
		r := &rows[i]
		var spent cost
		switch {
		case r.compiled != nil || r.vetted != nil:
			continue
		case testsHere(r.target) == withoutCLI && runs32Bits():
			r.ran = "here: " + withoutCLI
			spent, r.failed = testWithoutCLI(ctx, r.target)
		case testsHere(r.target) == underWine:
			started := time.Now()
			r.ran, r.failed = smokeUnderWine(ctx)
			spent.wall = time.Since(started)
		}
		if r.ran != "" {
			fmt.Printf("%-15s %s in %s\n", r.target, r.ran, spent)
		}
	}
}

// testsHere returns what a machine with Linux and amd64 can run of another target.
func testsHere(t release.Target) string {
	return map[release.Target]string{
		{OS: "linux", Arch: "386"}:     withoutCLI,
		{OS: "windows", Arch: "amd64"}: underWine,
	}[t]
}

// runs32Bits reports whether this machine runs the programs of linux/386.
func runs32Bits() bool { return runtime.GOOS == "linux" && runtime.GOARCH == "amd64" }

// testWithoutCLI runs the tests of a 32-bit target. Such a processor has a smaller int, so that a
// number that is too large becomes another one.
func testWithoutCLI(ctx context.Context, target release.Target) (cost, error) {
	packages, err := packagesWithoutCLI(ctx)
	if err != nil {
		return cost{}, err
	}
	// Vet has just run, with the same files.
	return goTool(ctx, ".", []string{"CGO_ENABLED=0"}, target,
		append([]string{"test", "-vet=off", "-trimpath", "-buildvcs=false"}, packages...)...)
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
