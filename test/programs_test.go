// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// providerVersion satisfies the constraint of every example.
const providerVersion = "0.1.0"

// builtPrograms is where the programs of this checkout are, once a test has asked for them.
type builtPrograms struct {
	once   sync.Once
	folder string
	err    error
}

//nolint:gochecknoglobals // linking takes seconds, so the tests of a process share what they build
var programs builtPrograms

func TestMain(m *testing.M) {
	status := m.Run()
	if err := os.RemoveAll(programs.folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status)
}

// buildProvider returns the path of the provider's program.
func buildProvider(t *testing.T) string {
	t.Helper()
	return filepath.Join(programFolder(t), "terraform-provider-partnercenter")
}

// buildCompanion returns the path of the command partnercenter.
func buildCompanion(t *testing.T) string {
	t.Helper()
	return filepath.Join(programFolder(t), "partnercenter")
}

// providerMirror returns a folder from which Terraform and OpenTofu install the provider without a network, and
// without the warning that an override of the developer's brings into every output.
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
	build := exec.Command("go", "build", "-buildvcs=false", "-o", folder+string(filepath.Separator), ".", "./cmd/partnercenter") //nolint:noctx // no test's
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return folder, fmt.Errorf("building the programs: %w\n%s", err, out)
	}
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		installed := filepath.Join(folder, "mirror", host, "terraform-partnercenter", "partnercenter", providerVersion, runtime.GOOS+"_"+runtime.GOARCH)
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
