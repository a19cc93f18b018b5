// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	alertsBranch  = "fraud-alerts"
	decisionsFile = "decisions.yaml"
)

// alerts is the template in a Git repository, and the clone of a person.
type alerts struct {
	*gitHub

	clone string
}

func newAlerts(t *testing.T) (alerts, *emulator.Server) {
	t.Helper()
	needCurl(t)
	s := acctest.StartEmulator(t, decidedEvents()...)
	a := alerts{newGitHub(t, s), filepath.Join(t.TempDir(), "clone")}
	a.git = filepath.Join(t.TempDir(), "bare.git")
	a.clone = t.TempDir()
	a.in(t.TempDir(), "init", "--quiet", "--bare", "--initial-branch=main", a.git)
	expect.NoError(t, os.RemoveAll(a.clone))
	expect.NoError(t, os.CopyFS(a.clone, os.DirFS(a.repository)))
	a.as("init", "--quiet", "--initial-branch=main")
	a.as("remote", "add", "origin", a.git)
	a.as("add", "--all")
	a.as("commit", "--quiet", "--message=Start")
	a.as("push", "--quiet", "origin", "main")
	a.forge.tip = func() string { return a.tip(alertsBranch) }
	return a, s
}

// in runs git in a folder, as a person.
func (a alerts) in(folder string, args ...string) string {
	a.t.Helper()
	args = append([]string{"-c", "user.name=kim", "-c", "user.email=kim@contoso-partner.example"},
		args...)
	cmd := exec.CommandContext(a.t.Context(), "git", args...)
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	if err != nil {
		a.t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (a alerts) as(args ...string) string {
	a.t.Helper()
	return a.in(a.clone, args...)
}

// tip returns the commit of a branch, or "".
func (a alerts) tip(branch string) string {
	a.t.Helper()
	sha, _, _ := strings.Cut(a.in(a.git, "for-each-ref", "--format=%(objectname)",
		"refs/heads/"+branch), "\n")
	return sha
}

// file returns the decisions file of a branch.
func (a alerts) file(branch string) string {
	a.t.Helper()
	return a.in(a.git, "show", branch+":"+decisionsFile)
}

func (a alerts) run(want string) string {
	a.t.Helper()
	return a.start("alerts.yml", "schedule").job("propose", want).log
}

// edit changes the decisions file of a branch, as a person does.
func (a alerts) edit(branch, old, replacement string) {
	a.t.Helper()
	a.as("fetch", "--quiet", "origin")
	a.as("switch", "--quiet", "-C", branch, "origin/"+branch)
	path := filepath.Join(a.clone, decisionsFile)
	content := string(expect.Must(os.ReadFile(path))(a.t))
	if !strings.Contains(content, old) {
		a.t.Fatalf("%q is missing in\n%s", old, content)
	}
	writeFile(a.t, path, strings.Replace(content, old, replacement, 1), 0o600)
	a.as("commit", "--quiet", "--all", "--message=By hand")
	a.as("push", "--quiet", "origin", branch)
}

// wantOnlyAdded expects that a branch only adds lines to another one's decisions file, and that no
// entry decides.
func (a alerts) wantOnlyAdded(before, after string) {
	a.t.Helper()
	changed := strings.Fields(a.in(a.git, "diff", "--numstat", before, after))
	if len(changed) != 3 || changed[1] != "0" || changed[2] != decisionsFile {
		a.t.Errorf("the changes are %q", changed)
	}
	added := a.in(a.git, "diff", before, after)
	for line := range strings.Lines(added) {
		if strings.HasPrefix(line, "+  reason:") && !strings.HasPrefix(line, `+  reason: ""`) {
			a.t.Errorf("an entry decides: %s", line)
		}
	}
}

func (a alerts) wantPulls(states ...string) {
	a.t.Helper()
	var got []string
	for _, p := range a.forge.pulls {
		got = append(got, p.State)
	}
	expect.Equal(a.t, "pull requests", states, got)
}

func TestTemplate_AlertsBecomeOnePullRequest(t *testing.T) {
	t.Parallel()
	a, s := newAlerts(t)
	log := a.run(success)
	a.wantPulls("open")
	a.wantOnlyAdded("main", alertsBranch)
	expect.Contains(t, a.file(alertsBranch), adatumMiner, fabrikamTest)
	expect.Equal(t, "head", any("fraud-alerts"), a.forge.pulls[0].sent["head"])
	expect.Equal(t, "base", any("main"), a.forge.pulls[0].sent["base"])
	if strings.Contains(log, jobToken) {
		t.Error("the log shows the token")
	}

	first := a.tip(alertsBranch)
	a.run(success) // nothing new
	expect.Equal(t, "the branch", first, a.tip(alertsBranch))

	// A person decides on the branch, and main moves on. A new alert comes.
	a.edit(alertsBranch, `  reason: ""`, "  reason: Fraud")
	edited := a.file(alertsBranch)
	a.edit("main", "# An example:", "# For example:")
	s.Inject(emulator.NewEvent(fabrikam, fabrikam+"_new"))
	a.run(success)
	a.wantPulls("open")
	now := a.file(alertsBranch)
	if !strings.HasPrefix(now, strings.Replace(edited, "# An example:", "# For example:", 1)) ||
		!strings.Contains(now, fabrikam+"_new") {
		t.Errorf("the branch was\n%s\nand is\n%s", edited, now)
	}
	if got := a.in(a.git, "rev-list", "--count", first+".."+alertsBranch); got == "0" {
		t.Error("the branch was replaced")
	}
	expect.Equal(t, "writes", 0, s.Count(emulator.KindUpdate))
	expect.Equal(t, "main", a.as("rev-parse", "main"), a.tip("main"))
}

// A closed pull request stays closed until there is another alert. Once everything is merged, the
// branch starts over.
func TestTemplate_AlertsReopenNothing(t *testing.T) {
	t.Parallel()
	a, s := newAlerts(t)
	a.run(success)
	a.forge.closePull("")
	tip := a.tip(alertsBranch)
	a.run(success)
	a.wantPulls("closed")
	expect.Equal(t, "the branch", tip, a.tip(alertsBranch))
	s.Inject(emulator.NewEvent(fabrikam, fabrikam+"_new"))
	a.run(success)
	a.wantPulls("closed", "open")

	// Squashed: main has the content, but not the commits.
	a.as("fetch", "--quiet", "origin")
	a.as("switch", "--quiet", "main")
	a.as("merge", "--quiet", "--squash", "origin/"+alertsBranch)
	a.as("commit", "--quiet", "--message=Squashed")
	a.as("push", "--quiet", "origin", "main")
	a.forge.closePull("2026-01-16T08:00:00Z")
	a.run(success)
	a.wantPulls("closed", "closed")
	a.edit("main", `  reason: ""`, "  reason: Fraud")
	s.Inject(emulator.NewEvent(fabrikam, fabrikam+"_newer"))
	a.run(success)
	a.wantPulls("closed", "closed", "open")
	a.wantOnlyAdded("main", alertsBranch)
	expect.Equal(t, "new commits", "1",
		a.in(a.git, "rev-list", "--count", "main.."+alertsBranch))
}

// What fails half-way is finished by the next run, and what people have written is never replaced.
func TestTemplate_AlertsAfterAFailure(t *testing.T) {
	t.Parallel()
	a, s := newAlerts(t)
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Times: 1, Status: 403})
	a.run(failure)
	expect.Equal(t, "the branch", "", a.tip(alertsBranch))
	a.forge.fail = "POST"
	expect.Contains(t, a.run(failure), "POST http")
	a.wantPulls()
	tip := a.tip(alertsBranch)
	a.forge.fail = ""
	a.run(success)
	a.wantPulls("open")
	expect.Equal(t, "the branch", tip, a.tip(alertsBranch))

	a.edit(alertsBranch, "# An example:", "# One example:")
	a.edit("main", "# An example:", "# For example:")
	tip = a.tip(alertsBranch)
	s.Inject(emulator.NewEvent(fabrikam, fabrikam+"_new"))
	expect.Contains(t, a.run(failure), "fraud-alerts conflicts with main")
	expect.Equal(t, "the branch", tip, a.tip(alertsBranch))

	a.edit(alertsBranch, "# One example:", "# For example:")
	a.run(success)
	expect.Contains(t, a.file(alertsBranch), fabrikam+"_new")
}

// A file that cannot be read is left alone.
func TestTemplate_AlertsLeaveABrokenFileAlone(t *testing.T) {
	t.Parallel()
	a, _ := newAlerts(t)
	a.edit("main", "# An example:", "adatum: [")
	expect.Contains(t, a.run(failure), "decisions.yaml:")
	expect.Equal(t, "the branch", "", a.tip(alertsBranch))
	a.wantPulls()
}
