// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Ours and those that people copy from the template keep the same rules.
func TestWorkflows_AreHardToAbuse(t *testing.T) {
	t.Parallel()
	checked := 0
	for file, content := range repositoryFiles(t) {
		if !regexp.MustCompile(`(^|/)\.github/workflows/[^/]+\.ya?ml$`).MatchString(file) {
			continue
		}
		checked++
		for _, mistake := range workflowMistakes(content) {
			t.Errorf("%s: %s", file, mistake)
		}
	}
	if checked < 10 {
		t.Errorf("only %d workflows were checked", checked)
	}
}

const goodWorkflow = `
on:
  pull_request:
permissions: {}
jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
      id-token: write # signs in
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - env:
          TITLE: ${{ github.event.pull_request.title }}
        run: echo "$TITLE"
`

// Each change to a good workflow breaks one rule.
func TestWorkflows_EveryRuleFindsItsMistake(t *testing.T) {
	t.Parallel()
	if got := workflowMistakes([]byte(goodWorkflow)); len(got) > 0 {
		t.Errorf("the good workflow: %q", got)
	}
	const sha = "3d3c42e5aac5ba805825da76410c181273ba90b1"
	for name, change := range map[string]struct{ old, new, want string }{
		"a tag":              {"@" + sha + " # v7.0.1", "@v7", "pinned"},
		"a branch":           {"@" + sha, "@main", "pinned"},
		"a short SHA":        {sha, sha[:12], "pinned"},
		"no version":         {" # v7.0.1", "", "pinned"},
		"no top level":       {"permissions: {}\n", "", "top-level permissions"},
		"all, at the top":    {"permissions: {}", "permissions: write-all", "top-level permissions"},
		"write, at the top":  {"{}", "{contents: write}", "top-level permissions"},
		"read-all in a job":  {"contents: read", "actions: read-all", "none or read"},
		"write, unexplained": {" # signs in", "", "comment"},
		"the PR's code with secrets": {"pull_request:", "pull_request_target:",
			"pull_request_target"},
		"after another, as a list": {"on:\n  pull_request:", "on: [push, workflow_run]",
			"workflow_run"},
		"the token stays": {"persist-credentials: false", "fetch-depth: 0",
			"persist-credentials"},
		"a title as code":         {`"$TITLE"`, "${{ github.event.pull_request.title }}", "run"},
		"a branch's name as code": {`"$TITLE"`, "${{ github.head_ref }}", "run"},
		"no limit of time":        {"timeout-minutes: 5\n", "name: Check\n", "timeout-minutes"},
		"an image by its tag":     {"runs-on:", "container: golang:1.25\n    runs-on:", "pinned"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			broken := strings.Replace(goodWorkflow, change.old, change.new, 1)
			got := workflowMistakes([]byte(broken))
			if len(got) != 1 || !strings.Contains(got[0], change.want) {
				t.Errorf("got %q, want one mistake about %s", got, change.want)
			}
		})
	}
}

// Every Go module gets updates of its dependencies.
func TestDependabot_UpdatesEveryModule(t *testing.T) {
	t.Parallel()
	var config struct {
		Updates []struct {
			Ecosystem   string   `yaml:"package-ecosystem"`
			Directory   string   `yaml:"directory"`
			Directories []string `yaml:"directories"`
		} `yaml:"updates"`
	}
	expect.NoError(t, yaml.Unmarshal([]byte(readFile(t, ".github/dependabot.yml")), &config))
	updated := map[string]bool{}
	for _, u := range config.Updates {
		for _, directory := range append(u.Directories, u.Directory) {
			source := u.Ecosystem + " " + directory
			if directory != "" && updated[source] {
				t.Errorf(".github/dependabot.yml names %s twice", source)
			}
			updated[source] = true
		}
	}
	want := []string{"github-actions /"}
	for file := range repositoryFiles(t) {
		if path.Base(file) == "go.mod" && !strings.Contains(file, "testdata/") {
			want = append(want, "gomod "+path.Join("/", path.Dir(file)))
		}
	}
	for _, source := range want {
		if !updated[source] {
			t.Errorf(".github/dependabot.yml lacks %s", source)
		}
	}
}

// A known vulnerability blocks a merge, here and in the public pipeline.
func TestWorkflows_LookForKnownVulnerabilities(t *testing.T) {
	t.Parallel()
	expect.Contains(t, readFile(t, ".github/workflows/ci.yml"), "- run: bin/govulncheck ./...\n")
	expect.Contains(t, readFile(t, ".ci/run"), `bin/govulncheck -db "$database" ./...`+"\n")
}

// workflowMistakes checks a workflow for what a hostile pull request, a moved tag, or a stolen
// token could use.
func workflowMistakes(content []byte) []string {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil || len(document.Content) != 1 {
		return []string{fmt.Sprintf("not a YAML document: %v", err)}
	}
	top := document.Content[0]
	mistakes := eventMistakes(child(top, "on"))
	if permissions := child(top, "permissions"); permissions == nil ||
		permissions.Kind != yaml.MappingNode || strings.Contains(render(permissions), "write") {
		mistakes = append(mistakes, "top-level permissions must be {} or name what is only read")
	}
	for name, job := range pairs(child(top, "jobs")) {
		for _, mistake := range jobMistakes(job) {
			mistakes = append(mistakes, fmt.Sprintf("job %s: %s", name, mistake))
		}
	}
	return mistakes
}

// eventMistakes refuses the events that run with secrets and a writing token although a stranger
// decides when, and on which commit.
func eventMistakes(events *yaml.Node) []string {
	if found := regexp.MustCompile(`\b(pull_request_target|workflow_run|issue_comment)\b`).
		FindString(render(events)); found != "" {
		return []string{found + " gives secrets to the code of strangers"}
	}
	return nil
}

func jobMistakes(job *yaml.Node) (mistakes []string) {
	if child(job, "timeout-minutes") == nil && child(job, "uses") == nil {
		mistakes = append(mistakes, "timeout-minutes is missing")
	}
	if image := child(job, "container"); image != nil && !strings.Contains(render(image), "@sha256:") {
		mistakes = append(mistakes, "the image of the container must be pinned by its digest")
	}
	for scope, access := range pairs(child(job, "permissions")) {
		switch {
		case access.Value == "write" && access.LineComment == "":
			mistakes = append(mistakes, scope+": write needs a comment that says what for")
		case access.Value != "write" && access.Value != "read" && access.Value != "none":
			mistakes = append(mistakes, scope+" must be none or read, or write with a comment")
		}
	}
	if permissions := child(job, "permissions"); permissions != nil && permissions.Kind ==
		yaml.ScalarNode {
		mistakes = append(mistakes, "permissions must be a map")
	}
	mistakes = append(mistakes, pinMistakes(job)...)
	if steps := child(job, "steps"); steps != nil {
		for _, step := range steps.Content {
			mistakes = append(mistakes, stepMistakes(step)...)
		}
	}
	return mistakes
}

func stepMistakes(step *yaml.Node) []string {
	mistakes := pinMistakes(step)
	if uses := child(step, "uses"); uses != nil && strings.HasPrefix(uses.Value, "actions/checkout@") {
		if with := child(step, "with"); with == nil || child(with, "persist-credentials") == nil ||
			child(with, "persist-credentials").Value != "false" {
			mistakes = append(mistakes, "actions/checkout must set persist-credentials: false")
		}
	}
	// A shell reads an expression as code: it belongs into env.
	foreign := regexp.MustCompile(`\$\{\{[^}]*\bgithub\.(event\.|head_ref|ref_name|actor)`)
	if run := child(step, "run"); run != nil && foreign.MatchString(run.Value) {
		mistakes = append(mistakes, "run contains text that strangers choose")
	}
	return mistakes
}

// pinMistakes checks what a step or a called workflow uses: a tag can move, a commit cannot.
func pinMistakes(node *yaml.Node) []string {
	uses := child(node, "uses")
	if uses == nil || strings.HasPrefix(uses.Value, "./") {
		return nil
	}
	if regexp.MustCompile(`@[0-9a-f]{40}$`).MatchString(uses.Value) &&
		regexp.MustCompile(`^# v\d+\.\d+\.\d+$`).MatchString(uses.LineComment) {
		return nil
	}
	return []string{uses.Value + " must be pinned by its SHA, with its version in a comment"}
}

// pairs returns the entries of a map, if it is one.
func pairs(node *yaml.Node) map[string]*yaml.Node {
	entries := map[string]*yaml.Node{}
	if node == nil || node.Kind != yaml.MappingNode {
		return entries
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		entries[node.Content[i].Value] = node.Content[i+1]
	}
	return entries
}

func child(node *yaml.Node, key string) *yaml.Node { return pairs(node)[key] }

// render returns the YAML of a node.
func render(node *yaml.Node) string {
	if node == nil {
		return ""
	}
	text, err := yaml.Marshal(node)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
