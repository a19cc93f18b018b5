// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// The template repeats the contents of guides, because it is copied as a whole. -update copies the
// files of the guides again.
func TestTemplate_FilesAreThoseOfTheGuides(t *testing.T) {
	t.Parallel()
	same := map[string]string{
		"examples/guides/policy-as-code/check.sh":         "ci/check.sh",
		"examples/guides/drift-detection/detect.sh":       "ci/detect.sh",
		"examples/guides/policy-as-code/terraform.tfvars": "terraform.tfvars",
	}
	for _, file := range glob(t, "examples/decisions-as-code/*.tf") {
		same["examples/decisions-as-code/"+filepath.Base(file)] = filepath.Base(file)
	}
	for _, file := range glob(t, "examples/guides/policy-as-code/policy/*") {
		name := "policy/" + filepath.Base(file)
		same["examples/guides/policy-as-code/"+name] = name
	}
	for from, to := range same {
		want, path := readFile(t, from), filepath.Join(root, "examples", "template", to)
		if *update {
			writeFile(t, path, want, 0o600)
		}
		got, err := os.ReadFile(path)
		if diff := cmp.Diff(want, string(got)); err != nil || diff != "" {
			t.Errorf("%s is not %s (%v):\n%s", path, from, err, diff)
		}
	}
}

// The example in decisions.yaml passes the template's own check and policy.
func TestTemplate_ExampleEntryIsAllowed(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	text := readFile(t, "examples/template/decisions.yaml")
	example := regexp.MustCompile(`(?s)# adatum-miner:.*?\n#\n`).FindString(text)
	g.push("decisions.yaml", regexp.MustCompile(`(?m)^# ?`).ReplaceAllString(example, ""))
	g.planned().job("apply", success)
	expect.Equal(t, "standing", "Resolved Fraud", standings(s)[adatumMiner])
}

// A copy of the template has no decisions yet, and plans nothing.
func TestTemplate_StartsEmpty(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t)
	run := newGitHub(t, s).planned()
	if got := run.jobs["plan"].summary; strings.Contains(got, "to add") {
		t.Error(got)
	}
}

// A pipeline applies only a plan that somebody has seen.
func TestPipelines_ApplyOnlySavedPlans(t *testing.T) {
	t.Parallel()
	applies := 0
	for _, file := range pipelines(t) {
		content := readFile(t, file)
		if strings.Contains(content, "-auto-approve") {
			t.Errorf("%s applies what nobody has approved", file)
		}
		command := regexp.MustCompile(`terraform apply(?:[^\n]*\\\n)*[^\n]*`)
		for _, apply := range command.FindAllString(content, -1) {
			applies++
			if !strings.HasSuffix(apply, " tfplan") {
				t.Errorf("%s plans anew: %s", file, apply)
			}
		}
	}
	if applies < 3 {
		t.Errorf("found %d applies", applies)
	}
}

// Each pipeline that plans first checks the file, and cannot write before an approval.
func TestPipelines_CheckAndPlanWithoutWriting(t *testing.T) {
	t.Parallel()
	for _, file := range []string{
		"examples/template/.github/workflows/fraud-events.yml",
		"examples/guides/gitlab/gitlab-ci.yml",
		"examples/guides/azure-devops/azure-pipelines.yml",
		"examples/guides/atlantis/repos.yaml",
		"examples/guides/spacelift/config.yml",
	} {
		content := readFile(t, file)
		expect.Contains(t, file+"\n"+content, "partnercenter check decisions.yaml",
			"PARTNERCENTER_READ_ONLY", "PARTNERCENTER_AUDIT_LOG_PATH")
		if !regexp.MustCompile(`ci/review\.sh|partnercenter review plan\.json`).MatchString(content) {
			t.Errorf("%s reviews no plan", file)
		}
		if !regexp.MustCompile(`ci/check\.sh|data\.decisions\.deny`).MatchString(content) {
			t.Errorf("%s asks no policy", file)
		}
	}
}

// pipelines lists all pipelines in the repository, with paths from the top.
func pipelines(t *testing.T) []string {
	t.Helper()
	files := slices.DeleteFunc(filesBelow(t, "examples"), func(name string) bool {
		return filepath.Ext(name) != ".yml" && filepath.Base(name) != "repos.yaml"
	})
	if len(files) < 8 {
		t.Fatalf("found only %q", files)
	}
	return files
}

// Bash can read every script, and every text in a pipeline that is a script.
func TestPipelines_ScriptsAreBash(t *testing.T) {
	t.Parallel()
	for _, file := range filesBelow(t, "examples") {
		if strings.HasSuffix(file, ".sh") {
			expectBash(t, file, readFile(t, file))
		}
	}
	for _, file := range pipelines(t) {
		var content any
		expect.NoError(t, yaml.Unmarshal([]byte(readFile(t, file)), &content))
		found := scripts(content, false)
		if len(found) == 0 {
			t.Errorf("%s: no scripts", file)
		}
		for _, script := range found {
			expectBash(t, file, regexp.MustCompile(`\$\{\{.*?\}\}|\$\([A-Z]\w*\.\w+\)`).
				ReplaceAllString(script, "x"))
		}
	}
}

func expectBash(t *testing.T, file, script string) {
	t.Helper()
	check := exec.CommandContext(t.Context(), "bash", "-n")
	check.Stdin = strings.NewReader(script)
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s\n%s", file, err, out, script)
	}
}

var scriptKey = regexp.MustCompile(`^(run|bash|script|inlineScript|(before|after)_\w+)$`)

// scripts returns the texts below the keys that name scripts.
func scripts(value any, isScript bool) []string {
	var found []string
	switch value := value.(type) {
	case string:
		if isScript {
			found = append(found, value)
		}
	case []any:
		for _, element := range value {
			found = append(found, scripts(element, isScript)...)
		}
	case map[string]any:
		for key, element := range value {
			found = append(found, scripts(element, scriptKey.MatchString(key))...)
		}
	}
	return found
}

func TestTemplate_WorkflowsAskForLittle(t *testing.T) {
	t.Parallel()
	pinned := regexp.MustCompile(`^[\w./-]+@[0-9a-f]{40}$`)
	for _, file := range glob(t, "examples/template/.github/workflows/*.yml") {
		name := filepath.Base(file)
		text, w := readFile(t, "examples/template/.github/workflows/"+name), readWorkflow(t, name)
		if strings.Contains(text, "pull_request_target") ||
			!strings.Contains(text, "\npermissions: {}\n") {
			t.Errorf("%s runs strangers' code with its rights, or keeps the rights it has by default", name)
		}
		for id, job := range w.Jobs {
			for _, step := range job.Steps {
				if strings.Contains(step.Run, "${{") {
					t.Errorf("%s: a text becomes part of a command: %s", name, step.Run)
				}
				if step.Uses != "" && !pinned.MatchString(step.Uses) {
					t.Errorf("%s: %s is not pinned", name, step.Uses)
				}
			}
			if id == "apply" && job.Concurrency["cancel-in-progress"] != false {
				t.Errorf("%s: a newer run may cancel an apply", name)
			}
			for scope, access := range job.Permissions {
				if access == "write" && scope != "id-token" && id != "forget" && !isComment(id, scope, job) &&
					name != "alerts.yml" { // it pushes a branch and opens a pull request
					t.Errorf("%s: the job %s may write %s", name, id, scope)
				}
			}
		}
	}
}

// isComment is the only write permission of the job that comments, which has no credentials.
func isComment(id, scope string, job workflowJob) bool {
	return id == "comment" && scope == "pull-requests" && job.Environment == "" &&
		job.Permissions["id-token"] == ""
}

// On Azure DevOps, only the step that comments gets the token for it, and never for a fork. On
// GitLab, only the job that comments gets its token, and that job signs in nowhere.
func TestPipelines_OnlyTheCommentMayWriteComments(t *testing.T) {
	t.Parallel()
	azure := readFile(t, "examples/guides/azure-devops/azure-pipelines.yml")
	_, step, _ := strings.Cut(azure, "- bash: ci/comment.sh review.md\n")
	step, _, _ = strings.Cut(step, "\n          - ")
	expect.Contains(t, step, "eq(variables['Build.Reason'], 'PullRequest')",
		"ne(variables['System.PullRequest.IsFork'], 'True')", "SYSTEM_ACCESSTOKEN:")
	if strings.Contains(step, "PARTNERCENTER") {
		t.Errorf("the step that comments has credentials of Partner Center:\n%s", step)
	}

	var jobs map[string]map[string]any
	text := readFile(t, "examples/guides/gitlab/gitlab-ci.yml")
	text = regexp.MustCompile(`(?m)^stages: .*\n`).ReplaceAllString(text, "")
	expect.NoError(t, yaml.Unmarshal([]byte(text), &jobs))
	job := jobs["comment"]
	environment, _ := job["environment"].(map[string]any)
	if job["extends"] != nil || job["id_tokens"] != nil || environment["name"] != "review-comment" {
		t.Errorf("the job that comments is %v", job)
	}
	for name, other := range jobs {
		if e, is := other["environment"].(map[string]any); is && name != "comment" &&
			e["name"] == "review-comment" {
			t.Errorf("the job %s has the token that comments", name)
		}
	}
}

func TestGuideHCPTerraform_PolicyJudgesThePlanInside(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorkspace(t, nil)
	copyExample(t, w, "guides/policy-as-code")
	opa := useOPA(t, w)
	w.Write("hcp.rego", readFile(t, "examples/guides/hcp-terraform/hcp.rego"))
	deny := func(change string, data ...string) string {
		t.Helper()
		w.Write("input.json", `{"run": {}, "plan": {"format_version": "1.2", "configuration": {},
			"resource_changes": [`+change+`]}}`)
		args := append([]string{"eval", "--fail", "--format", "raw", "--input", "input.json"}, data...)
		out, status := w.Run(opa, append(args, `concat("\n", data.hcp.deny)`)...)
		if status != 0 {
			t.Fatalf("exit status %d\n%s", status, out)
		}
		return strings.TrimSpace(out)
	}
	alone := `{"address": "a", "mode": "managed", "type": "partnercenter_fraud_event_resolution",
		"provider_name": "registry.terraform.io/terraform-partnercenter/partnercenter",
		"change": {"actions": ["create"], "before": null, "after_unknown": {}, "after": {
			"event_id": "e1", "status": "Resolved", "reason": "Fraud",
			"annotations": {"ticket": "SEC-1", "decided_by": "kim@contoso-partner.example"}}}}`
	got := deny(alone, "--data", "policy", "--data", "hcp.rego")
	expect.Contains(t, got, "approved_by")
	expect.Equal(t, "an empty plan", "", deny("", "--data", "policy", "--data", "hcp.rego"))
	expect.Contains(t, deny("", "--data", "hcp.rego"), "missing")
}
