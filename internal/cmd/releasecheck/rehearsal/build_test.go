// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// A commit between the two builds must not make them differ.
func TestClone_TagsTheCommitThatItIsGiven(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		expect.NoError(t, run(t.Context(), root, []string{"GIT_CONFIG_GLOBAL=" + os.DevNull}, "git",
			append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...))
	}
	commit := func(version string) {
		t.Helper()
		expect.NoError(t, os.WriteFile(filepath.Join(root, "CHANGELOG.md"),
			[]byte("## "+version+" (Unreleased)\n\n## 0.0.1 (May 01, 2026)\n"), 0o600))
		git("add", ".")
		git("commit", "-q", "-m", version)
	}
	git("init", "-q")
	commit("0.1.0")
	first := expect.Must(lastCommit(t.Context(), root))(t)
	commit("0.2.0")
	dir := filepath.Join(t.TempDir(), "clone")
	expect.Equal(t, "version", "0.1.0", expect.Must(clone(t.Context(), root, first, dir))(t))
	expect.NoError(t, run(t.Context(), dir, nil, "git", "diff", "--quiet", "HEAD", "v0.1.0"))
	expect.Equal(t, "commit", first, expect.Must(lastCommit(t.Context(), dir))(t))
}

// The configuration stays that of the release, except for the targets.
func TestOnly_RestrictsTheTargets(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "clone")
	expect.NoError(t, os.Mkdir(dir, 0o700))
	content := expect.Must(os.ReadFile("../../../../" + release.File))(t)
	expect.NoError(t, os.WriteFile(filepath.Join(dir, release.File), content, 0o600))
	path := expect.Must(only(dir, targets()))(t)
	got := string(expect.Must(os.ReadFile(path))(t))
	expect.Contains(t, got, "linux_amd64", "windows_amd64", "-buildvcs=true", "cyclonedx-gomod")
	if strings.Contains(got, "freebsd") || strings.Contains(got, "goos: darwin") {
		t.Errorf("it has other targets:\n%s", got)
	}
	expect.Equal(t, "files in the clone", 1, len(expect.Must(os.ReadDir(dir))(t)))
}

// A failure shows what the program printed.
func TestRun_ShowsTheOutput(t *testing.T) {
	t.Parallel()
	err := run(t.Context(), t.TempDir(), nil, "git", "no-such-command")
	if err == nil || !strings.Contains(err.Error(), "git no-such-command: exit status 1") ||
		!strings.Contains(err.Error(), "is not a git command") {
		t.Errorf("got %v", err)
	}
}
