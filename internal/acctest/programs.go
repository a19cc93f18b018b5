// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

const (
	modulePath = "github.com/terraform-partnercenter/terraform-provider-partnercenter"

	// providerVersion satisfies the constraint of every example.
	providerVersion = "0.1.0"
)

// builtPrograms is the folder with the programs of this checkout, after the first test has
// requested them.
type builtPrograms struct {
	once   sync.Once
	folder string
	err    error
}

//nolint:gochecknoglobals // linking takes seconds, so the tests of a process share what they build
var programs builtPrograms

// Main runs the tests of a package that uses ProviderProgram, CompanionProgram or NewWorkspace,
// removes the built programs, and returns the exit status. It belongs in the package's TestMain.
func Main(m *testing.M) int {
	status := m.Run()
	if err := os.RemoveAll(programs.folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return status
}

// ProviderProgram builds the provider of this checkout and returns the path of its program.
func ProviderProgram(t *testing.T) string {
	t.Helper()
	return filepath.Join(programFolder(t), "terraform-provider-partnercenter")
}

// CompanionProgram builds the command partnercenter of this checkout and returns its path.
func CompanionProgram(t *testing.T) string {
	t.Helper()
	return filepath.Join(programFolder(t), "partnercenter")
}

// providerMirror returns a folder from which Terraform and OpenTofu install the provider without a
// network, and without the warning that a developer override adds to every output.
func providerMirror(t *testing.T) string {
	t.Helper()
	return filepath.Join(programFolder(t), "mirror")
}

func programFolder(t *testing.T) string {
	t.Helper()
	programs.once.Do(func() { programs.folder, programs.err = buildPrograms() })
	if programs.err != nil {
		t.Fatal(programs.err)
	}
	return programs.folder
}

// buildPrograms builds with the flags of GNUmakefile.
func buildPrograms() (folder string, err error) {
	if folder, err = os.MkdirTemp("", "partnercenter-test-"); err != nil {
		return "", err
	}
	build := exec.Command("go", "build", "-buildvcs=false", //nolint:noctx // no single test's context
		"-o", folder+string(filepath.Separator), modulePath, modulePath+"/cmd/partnercenter")
	if out, err := build.CombinedOutput(); err != nil {
		return folder, fmt.Errorf("building the programs: %w\n%s", err, out)
	}
	// For an example without required_providers, the CLI looks for hashicorp/partnercenter.
	for _, namespace := range []string{
		"registry.terraform.io/terraform-partnercenter", "registry.terraform.io/hashicorp",
		"registry.opentofu.org/terraform-partnercenter", "registry.opentofu.org/hashicorp",
	} {
		installed := filepath.Join(folder, "mirror", filepath.FromSlash(namespace), "partnercenter",
			providerVersion, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(installed, 0o700); err != nil {
			return folder, err
		}
		if err := os.Link(filepath.Join(folder, "terraform-provider-partnercenter"),
			filepath.Join(installed, "terraform-provider-partnercenter_v"+providerVersion)); err != nil {
			return folder, err
		}
	}
	return folder, nil
}
