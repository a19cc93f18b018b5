// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

const (
	reviewMarker = "<!-- partnercenter review -->"
	headCommit   = "0000000000000000000000000000000000000001"
)

// commenter runs the script of the template on a platform.
type commenter struct {
	*forge

	t        *testing.T
	w        *acctest.Workspace
	platform string
}

// onEachPlatform runs a test on every platform, with comments of others at the pull request.
func onEachPlatform(t *testing.T, test func(t *testing.T, c commenter)) {
	t.Helper()
	needCurl(t)
	for _, platform := range []string{"GitHub", "Azure DevOps", "GitLab"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			c := commenter{newForge(t), t, acctest.NewWorkspace(t, nil), platform}
			c.head = headCommit
			c.say("kim", "%s\nNot yours.", reviewMarker)
			c.say(ourBot, "Another job quotes %s", reviewMarker)
			test(t, c)
		})
	}
}

// run runs the script, and returns its output and exit status. Without a text there is no review.
func (c commenter) run(review ...string) (out string, status int) {
	c.t.Helper()
	expect.NoError(c.t, os.RemoveAll(filepath.Join(c.w.Folder, "review.md")))
	for _, text := range review {
		c.w.Write("review.md", text)
	}
	for name, value := range c.environment(c.platform) {
		if _, isSet := c.w.Environment[name]; !isSet {
			c.w.Environment[name] = value
		}
	}
	copyCI(c.t, c.w)
	return c.w.Run("bash", "ci/comment.sh", "review.md")
}

// copyCI copies the scripts of the template, so that Go sees on which files the test depends.
func copyCI(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	folder := filepath.Join(w.Folder, "ci")
	expect.NoError(t, os.MkdirAll(folder, 0o700))
	for _, script := range glob(t, "examples/template/ci/*.sh") {
		copyFile(t, script, folder)
	}
}

// must runs the script, which must succeed and leave this as our only comment.
func (c commenter) must(want string, review ...string) {
	c.t.Helper()
	if out, status := c.run(review...); status != 0 || strings.Contains(out, jobToken) {
		c.t.Fatalf("exit status %d\n%s", status, out)
	}
	c.wantOnly(want)
}

func (c commenter) wantOnly(want string) {
	c.t.Helper()
	ours := c.bodies(ourBot)[1:]
	if wanted := want != ""; len(ours) > 1 || wanted != (len(ours) == 1) {
		c.t.Fatalf("we have the comments %q, want %q", ours, want)
	} else if !wanted {
		return
	}
	expect.Equal(c.t, "our comment",
		reviewMarker+"\n"+want+"\n\nPlan of commit "+headCommit+".\n", ours[0])
	expect.Equal(c.t, "Kim's comment", reviewMarker+"\nNot yours.", c.bodies("kim")[0])
	expect.Equal(c.t, "our other comment", "Another job quotes "+reviewMarker, c.bodies(ourBot)[0])
}

func TestComment_IsCreatedOnceAndThenUpdated(t *testing.T) {
	t.Parallel()
	onEachPlatform(t, func(_ *testing.T, c commenter) {
		c.must("", "") // nothing to decide, and nothing said before
		c.must("")     // nor without a plan
		for range 130 {
			c.say("kim", "A long discussion.")
		}
		c.must("**1 decision**", "**1 decision**\n")
		c.must("**2 decisions**", "**2 decisions**\n")
		c.must("Nothing to decide in Partner Center.", "")
		c.must("**There is no plan, so there is no review.** The log says why.")
	})
}

// Nothing in a review reaches a shell, and a review of the largest size fits.
func TestComment_ArrivesByteForByte(t *testing.T) {
	t.Parallel()
	const hostile = "`touch ran` $(touch ran) ${HOME} \"' \\n %s \\ \u202e ~ * ü 💥"
	onEachPlatform(t, func(t *testing.T, c commenter) {
		t.Helper()
		c.must(hostile, hostile)
		long := strings.Repeat("| a row |\n", 6_499) + "the end"
		c.must(long, long)
		if _, err := os.Stat(filepath.Join(c.w.Folder, "ran")); err == nil {
			t.Error("a shell has run the text")
		}
	})
}

func TestComment_FailureOfTheAPIFailsTheJob(t *testing.T) {
	t.Parallel()
	onEachPlatform(t, func(t *testing.T, c commenter) {
		t.Helper()
		for _, method := range []string{"GET", "POST"} {
			c.fail = method
			out, status := c.run("**1 decision**\n")
			if status == 0 || !strings.Contains(out, method+" http") || strings.Contains(out, "##vso") ||
				strings.Contains(out, jobToken) {
				t.Errorf("%s: exit status %d\n%s", method, status, out)
			}
			c.wantOnly("")
		}
		c.fail, c.times = "GET", 1 // reading is repeated
		c.must("**1 decision**", "**1 decision**\n")
		c.fail = map[string]string{"GitLab": "PUT"}[c.platform]
		if c.fail == "" {
			c.fail = "PATCH"
		}
		if out, status := c.run("**2 decisions**\n"); status == 0 {
			t.Errorf("exit status %d\n%s", status, out)
		}
		c.wantOnly("**1 decision**")
		c.fail = ""
		if out, status := c.run(strings.Repeat("x", commentLimit)); status == 0 {
			t.Errorf("exit status %d\n%s", status, out)
		}
	})
}

// A create whose answer is lost is not repeated: the next run finds the comment.
func TestComment_CreateIsNotRepeated(t *testing.T) {
	t.Parallel()
	onEachPlatform(t, func(t *testing.T, c commenter) {
		t.Helper()
		c.fail, c.times = "POST", 1
		if out, status := c.run("**1 decision**\n"); status == 0 {
			t.Errorf("exit status %d\n%s", status, out)
		}
		c.wantOnly("")
	})
}

// A run of an older commit can end after one of a newer commit.
func TestComment_OlderCommitLeavesTheNewerReview(t *testing.T) {
	t.Parallel()
	onEachPlatform(t, func(_ *testing.T, c commenter) {
		if c.platform == "GitLab" {
			c.merged = false // a push without a merge request
		}
		older := strings.Repeat("2", 40)
		for name, value := range c.environment(c.platform) {
			if value == headCommit {
				c.w.Environment[name] = older
			}
		}
		c.must("", "**An old decision**\n")
	})
}

// Other processes of the machine can read a command line.
func TestComment_TokenIsOnNoCommandLine(t *testing.T) {
	t.Parallel()
	onEachPlatform(t, func(t *testing.T, c commenter) {
		t.Helper()
		shim := t.TempDir()
		writeFile(t, filepath.Join(shim, "curl"), "#!/bin/sh\necho \"$@\" >> "+shim+"/arguments\n"+
			"PATH=${PATH#*:} exec curl \"$@\"\n", 0o700)
		c.w.Environment["PATH"] = shim + string(os.PathListSeparator) + c.w.Environment["PATH"]
		c.must("**1 decision**", "**1 decision**\n")
		arguments := takeFile(t, filepath.Join(shim, "arguments"))
		if strings.Contains(arguments, jobToken) || !strings.Contains(arguments, "--request POST") {
			t.Error(arguments)
		}
	})
}

// comment runs the jobs of a pull request's run, and returns our only comment, or "".
func (g *gitHub) comment(run *workflowRun, plan string) string {
	g.t.Helper()
	needCurl(g.t)
	run.job("check", success)
	run.job("plan", plan)
	run.job("comment", success)
	ours := g.forge.bodies(ourBot)
	if len(ours) > 1 {
		g.t.Fatalf("we have the comments %q", ours)
	}
	return strings.Join(ours, "")
}

func TestTemplate_ReviewIsInTheSummaryAndInOneComment(t *testing.T) {
	t.Parallel()
	g, _ := newTemplate(t)
	run := g.start("fraud-events.yml", "pull_request")
	const one = "**1 decision (1 Ignore) for 1 customer."
	expect.Contains(t, g.comment(run, success), reviewMarker, one, "SEC-1043", g.sha())
	expect.Contains(t, run.jobs["plan"].summary, "## The review\n\n"+one, "Plan: 1 to add")
	if run.jobs["comment"].did("Plan, and ask the policy") {
		t.Error("the job that comments plans")
	}

	g.push("decisions.yaml", ignoreTest+ignoreMiner())
	two := "**2 decisions (2 Ignore) for 2 customers."
	expect.Contains(t, g.comment(g.start("fraud-events.yml", "pull_request"), success), two)

	// A denied plan is reviewed; without a plan, the comment must not look current.
	g.push("decisions.yaml",
		strings.NewReplacer("Ignore", "Legitimate", "kim@", "sam@").Replace(ignoreTest))
	expect.Contains(t, g.comment(g.start("fraud-events.yml", "pull_request"), failure),
		"**1 decision (1 Legitimate)")
	g.push("main.tf", "nonsense")
	expect.Contains(t, g.comment(g.start("fraud-events.yml", "pull_request"), failure),
		"There is no plan, so there is no review.")
}

// A failing check, such as one on undecided alerts, is not a decision.
func TestTemplate_NothingToDecideIsNoComment(t *testing.T) {
	t.Parallel()
	g, _ := newTemplate(t)
	g.push("decisions.yaml", "{}\n")
	expect.Equal(t, "our comment", "", g.comment(g.start("fraud-events.yml", "pull_request"), success))
	g.push("decisions.yaml", ignoreTest)
	run := g.start("fraud-events.yml", "pull_request")
	g.comment(run, success)
	g.push("decisions.yaml", "{}\n")
	expect.Contains(t, g.comment(g.start("fraud-events.yml", "pull_request"), success),
		"Nothing to decide in Partner Center.")
	push := g.start("fraud-events.yml", "push")
	push.job("check", success)
	push.job("plan", success)
	push.job("comment", skipped)
}

// A pull request from a fork gets no credentials, no plan, and no token that could comment.
func TestTemplate_ForkGetsNoComment(t *testing.T) {
	t.Parallel()
	g, _ := newTemplate(t)
	run := g.start("fraud-events.yml", "pull_request")
	run.github[headRepository] = "somebody/fraud-events"
	run.job("check", success)
	run.job("plan", skipped)
	run.job("comment", skipped)
	expect.Equal(t, "comments", 0, len(g.forge.all))
}

// A comment that cannot be posted fails its own job, but not the result of the plan.
func TestTemplate_CommentThatFailsFailsItsJobAlone(t *testing.T) {
	t.Parallel()
	g, _ := newTemplate(t)
	needCurl(t)
	g.forge.fail = "POST"
	run := g.start("fraud-events.yml", "pull_request")
	run.job("check", success)
	run.job("plan", success)
	expect.Contains(t, run.job("comment", failure).log, "POST http")
}
