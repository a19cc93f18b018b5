// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// workflow is the part of a GitHub workflow on which a run here depends. The linter checks the
// rest.
type workflow struct {
	Permissions map[string]string      `yaml:"permissions"`
	Jobs        map[string]workflowJob `yaml:"jobs"`
}

type workflowJob struct {
	Needs       oneOrMore         `yaml:"needs"`
	If          string            `yaml:"if"`
	Environment string            `yaml:"environment"`
	Concurrency map[string]any    `yaml:"concurrency"`
	Permissions map[string]string `yaml:"permissions"`
	Env         map[string]string `yaml:"env"`
	Outputs     map[string]string `yaml:"outputs"`
	Steps       []workflowStep    `yaml:"steps"`
}

type workflowStep struct {
	ID   string            `yaml:"id"`
	Name string            `yaml:"name"`
	If   string            `yaml:"if"`
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	With map[string]any    `yaml:"with"`
	Env  map[string]string `yaml:"env"`
}

// oneOrMore is a text or a list of texts.
type oneOrMore []string

func (o *oneOrMore) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		*o = oneOrMore{node.Value}
		return nil
	}
	return node.Decode((*[]string)(o))
}

func readWorkflow(t *testing.T, name string) workflow {
	t.Helper()
	var w workflow
	text := readFile(t, "examples/template/.github/workflows/"+name)
	expect.NoError(t, yaml.Unmarshal([]byte(text), &w))
	return w
}

// workflowRun is one run of a workflow. Its jobs are started one by one, so that a test can act in
// between, for example while an approver takes an hour.
type workflowRun struct {
	t        *testing.T
	platform *gitHub
	workflow workflow
	github   map[string]string // the context
	jobs     map[string]*jobRun
}

// jobRun is the result of a job.
type jobRun struct {
	result  string // success, failure or skipped
	log     string
	summary string
	folder  string // the checkout
	outputs map[string]string
	ran     []string // names of steps
}

const (
	success = "success"
	failure = "failure"
	skipped = "skipped"
)

// job runs a job, after its required jobs, and expects its result.
func (r *workflowRun) job(name, want string) *jobRun {
	r.t.Helper()
	job, known := r.workflow.Jobs[name]
	if !known {
		r.t.Fatalf("the workflow has no job %s", name)
	}
	done := &jobRun{result: skipped, outputs: map[string]string{}}
	r.jobs[name] = done
	scope := r.scope(job)
	if scope.holds(job.If) {
		r.runSteps(job, done, scope)
	}
	if done.result != want {
		r.t.Fatalf("the job %s: %s instead of %s, after the steps %q\n%s",
			name, done.result, want, done.ran, done.log)
	}
	return done
}

// scope returns the values that the expressions of a job can use.
func (r *workflowRun) scope(job workflowJob) *scope {
	s := &scope{t: r.t, status: success, values: map[string]string{}}
	for name, value := range r.github {
		s.values["github."+name] = value
	}
	for name, value := range r.platform.vars {
		s.values["vars."+name] = value
	}
	for name, value := range r.platform.secrets[job.Environment] {
		s.values["secrets."+name] = value
	}
	for _, needed := range job.Needs {
		before := r.jobs[needed]
		if before == nil {
			r.t.Fatalf("%s has not run", needed)
		}
		if before.result != success {
			s.status = failure
		}
		s.values["needs."+needed+".result"] = before.result
		for name, value := range before.outputs {
			s.values["needs."+needed+".outputs."+name] = value
		}
	}
	return s
}

// runSteps runs the steps of a job on a separate runner.
func (r *workflowRun) runSteps(job workflowJob, done *jobRun, s *scope) {
	r.t.Helper()
	runner := r.platform.newRunner(r, job)
	done.folder = runner.folder
	s.values["runner.temp"] = runner.temp
	s.status = success
	for _, step := range job.Steps {
		if !s.holds(step.If) {
			continue
		}
		done.ran = append(done.ran, step.Name)
		log, outputs, ok := runner.step(step, s)
		done.log += fmt.Sprintf("== %s %s\n%s\n", step.Name, step.Uses, log)
		for name, value := range outputs {
			s.values["steps."+step.ID+".outputs."+name] = value
		}
		if !ok {
			s.status = failure
		}
	}
	done.result = s.status
	done.summary = runner.summary()
	for name, value := range job.Outputs {
		done.outputs[name] = s.fill(value)
	}
}

// step runs one step, and returns its log and outputs, and whether it succeeded.
func (r *runner) step(step workflowStep, s *scope) (log string, outputs map[string]string,
	ok bool) {
	r.t.Helper()
	if step.Uses != "" {
		return r.use(step, s)
	}
	output := filepath.Join(r.temp, "output")
	r.w.Environment = r.environment(map[string]string{"GITHUB_OUTPUT": output})
	for _, env := range []map[string]string{r.job.Env, step.Env} {
		for name, value := range env {
			r.w.Environment[name] = s.fill(value)
		}
	}
	script := filepath.Join(r.temp, "step.sh")
	writeFile(r.t, script, s.fill(step.Run), 0o600)
	log, status := r.w.Run("bash", "-e", script)
	outputs = map[string]string{}
	for line := range strings.Lines(takeFile(r.t, output)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		outputs[name] = value
	}
	added := strings.Fields(takeFile(r.t, filepath.Join(r.temp, "path")))
	r.path = append(added, r.path...)
	return log, outputs, status == 0
}

// use replaces the actions of others. An unknown one fails the test.
func (r *runner) use(step workflowStep, s *scope) (log string, outputs map[string]string, ok bool) {
	r.t.Helper()
	with := func(name string) string {
		if step.With[name] == nil {
			return ""
		}
		return s.fill(fmt.Sprint(step.With[name]))
	}
	switch action, _, _ := strings.Cut(step.Uses, "@"); action {
	case "actions/checkout":
		if with("ref") != "" || with("persist-credentials") != "false" {
			r.t.Errorf("a checkout of another commit, or one that keeps the token: %v", step.With)
		}
		if with("fetch-depth") == "0" {
			log, status := r.w.Run("git", "clone", "--quiet", r.git, r.folder)
			return log, nil, status == 0
		}
		expect.NoError(r.t, os.CopyFS(r.folder, os.DirFS(r.repository)))
		return "", nil, true
	case "actions/setup-go", "hashicorp/setup-terraform":
		return "", nil, true
	case "actions/upload-artifact":
		return r.upload(with("name"), with("path"), with("if-no-files-found"))
	case "actions/download-artifact":
		return r.download(with("artifact-ids"), with("path"))
	default:
		r.t.Fatalf("%s is not known here", step.Uses)
		return "", nil, false
	}
}

// did reports whether a step ran.
func (j *jobRun) did(step string) bool { return slices.Contains(j.ran, step) }

func writeFile(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	expect.NoError(t, os.WriteFile(path, []byte(content), mode))
}

// takeFile returns the content of a file, and removes the file. A missing file is empty.
func takeFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(content)
}
