// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"debug/pe"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

func TestChoose_OnlyReleasedTargets(t *testing.T) {
	t.Parallel()
	all := []release.Target{{OS: "linux", Arch: "amd64"}, {OS: "linux", Arch: "386"}}
	expect.Equal(t, "all", all, expect.Must(choose(all, ""))(t))
	expect.Equal(t, "one", all[1:], expect.Must(choose(all, "linux/386"))(t))
	if _, err := choose(all, "linux/386,plan9/386"); err == nil ||
		!strings.Contains(err.Error(), "plan9/386") {
		t.Errorf("got %v", err)
	}
}

// The same mistake in one target only: nobody notices it elsewhere.
func TestCompileAll_FindsWhatOneTargetAloneLacks(t *testing.T) {
	t.Parallel()
	broken := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":          "module example.com/broken\n\ngo 1.26.0\n",
		"main.go":         "package main\n\nfunc main() { println(large) }\n",
		"large.go":        "package main\n\nconst large int = 1 << 31\n",
		"main_test.go":    "package main\n\nvar _ = onlyOnLinux\n",
		"x_linux_test.go": "package main\n\nconst onlyOnLinux = 1\n",
	} {
		expect.NoError(t, os.WriteFile(filepath.Join(broken, name), []byte(content), 0o600))
	}
	config := release.Config{Builds: []release.Build{{ID: "a", Env: []string{"CGO_ENABLED=0"}}}}
	for target, want := range map[release.Target][2]bool{
		{OS: "linux", Arch: "amd64"}:   {true, true},
		{OS: "linux", Arch: "386"}:     {false, false},
		{OS: "windows", Arch: "amd64"}: {true, false},
	} {
		r := compileAll(t.Context(), broken, config, []release.Target{target})[0]
		expect.Equal(t, target.String(), want, [2]bool{r.compiled == nil, r.vetted == nil})
	}
}

func TestPrintTable_SaysWhereEachTargetRuns(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	problems := printTable(&out, []row{
		{target: release.Target{OS: "linux", Arch: "386"}, ran: "here: tests"},
		{target: release.Target{OS: "darwin", Arch: "arm64"}, vetted: errors.New("broken")},
		{target: release.Target{OS: "freebsd", Arch: "arm"}},
	}, map[string]string{"darwin/arm64": "pipeline: all tests"})
	expect.Equal(t, "table", []string{"",
		"target        compiled  vetted  run",
		"linux/386     yes       yes     here: tests", //nolint:dupword // a table
		"darwin/arm64  yes       FAILED  pipeline: all tests",
		"freebsd/arm   yes       yes     nowhere", //nolint:dupword // a table
		"",
	}, strings.Split(out.String(), "\n"))
	expect.Equal(t, "problems", 1, len(problems))
}

// The table names what the public pipeline runs.
func TestPublicRuns_OwnWorkflow(t *testing.T) {
	t.Parallel()
	runs := expect.Must(publicRuns("../../../.github/workflows/ci.yml"))(t)
	for target, part := range map[string]string{"linux/amd64": "all tests on ubuntu-",
		"darwin/arm64": "all tests on macos-", "windows/amd64": "on windows-"} {
		expect.Contains(t, runs[target], part)
	}
}

func TestNeedsCLI(t *testing.T) {
	t.Parallel()
	for imported, want := range map[string]bool{
		"a/internal/acctest": true, "a/internal/acctest/browser": true,
		"github.com/hashicorp/terraform-plugin-testing/helper/resource": true,
		"a/internal/acctest/expect":                                     false, "testing": false,
	} {
		expect.Equal(t, imported, want, needsCLI(imported))
	}
}

func TestForwardingLibrary_IsOneForWindows(t *testing.T) {
	t.Parallel()
	image := forwardingLibrary()
	file := expect.Must(pe.NewFile(bytes.NewReader(image)))(t)
	expect.Equal(t, "sections", 1, len(file.Sections))
	exports := expect.Must(file.Sections[0].Data())(t)
	expect.Contains(t, string(exports), "bcryptprimitives.dll\x00ProcessPrng\x00advapi32.")
	folder := t.TempDir()
	path := filepath.Join(folder, randomLibrary)
	expect.NoError(t, os.WriteFile(path, []byte("Wine's own"), 0o600))
	expect.NoError(t, provideRandom(folder))
	expect.Equal(t, "kept", "Wine's own", string(expect.Must(os.ReadFile(path))(t)))
}

func TestReadSettings_UntilTheEmulatorIsReady(t *testing.T) {
	t.Parallel()
	got, err := readSettings(strings.NewReader(
		"export A='1'\r\n# Portal: x\r\nexport B='2=3'\nready\n"))
	expect.NoError(t, err)
	expect.Equal(t, "settings", []string{"A=1", "B=2=3"}, got)
	if _, err := readSettings(strings.NewReader("export A='1'\n")); err == nil {
		t.Error("an emulator that ended counts as ready")
	}
}
