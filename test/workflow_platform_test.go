// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	oidcIssuer   = "https://token.actions.githubusercontent.com"
	oidcAudience = "api://AzureADTokenExchange"

	planEnvironment   = "partner-center-plan"
	rotateEnvironment = "partner-center-rotate"

	// headRepository is the source of a pull request in the context of a run.
	headRepository = "event.pull_request.head.repo.full_name"
)

// gitHub replaces the platform: runners with a fresh checkout for each job, artifacts, secrets of
// environments, OIDC tokens, and the programs of a runner that would need a network: terraform, go
// and gh.
type gitHub struct {
	t          *testing.T
	emulator   *emulator.Server
	w          *acctest.Workspace // the repository
	repository string
	artifacts  string
	shims      string
	oidc       *httptest.Server
	forge      *forge
	git        string // the bare repository that steps clone and push to, if any
	commits    int
	vars       map[string]string
	secrets    map[string]map[string]string // by environment
}

// newGitHub has a copy of examples/template as its repository, completed as its README says: with a
// backend and a lock file.
func newGitHub(t *testing.T, s *emulator.Server) *gitHub {
	t.Helper()
	w := acctest.NewWorkspace(t, nil)
	copyExample(t, w, "template")
	state := filepath.Join(t.TempDir(), "terraform.tfstate")
	w.Write("backend.tf", fmt.Sprintf("terraform {\n  backend \"local\" { path = %q }\n}\n", state))
	w.Must("init")
	expect.NoError(t, os.RemoveAll(filepath.Join(w.Folder, ".terraform")))
	g := &gitHub{
		t: t, emulator: s, w: w, commits: 1,
		repository: w.Folder, artifacts: t.TempDir(), shims: t.TempDir(), forge: newForge(t),
		secrets: map[string]map[string]string{},
		vars: map[string]string{
			"PARTNERCENTER_TENANT_ID": s.TenantID(),
			"PARTNERCENTER_CLIENT_ID": s.ClientID(),
		},
	}
	for _, environment := range []string{planEnvironment, "partner-center", rotateEnvironment} {
		g.secrets[environment] = map[string]string{
			"PARTNERCENTER_REFRESH_TOKEN": s.RefreshToken(),
			"PLAN_PASSPHRASE":             "correct horse",
		}
		s.AllowFederated(oidcIssuer, subjectOf(environment), oidcAudience)
	}
	g.secrets[rotateEnvironment]["SECRETS_WRITER_TOKEN"] = "writer~token"
	g.forge.artifacts = filepath.Join(g.artifacts, "artifacts")
	g.oidc = httptest.NewTLSServer(http.HandlerFunc(issueOIDCToken))
	t.Cleanup(g.oidc.Close)
	g.writeShims()
	return g
}

func subjectOf(environment string) string {
	return "repo:contoso/fraud-events:environment:" + environment
}

// issueOIDCToken answers as GitHub does. The bearer token names the environment of the job.
func issueOIDCToken(w http.ResponseWriter, r *http.Request) {
	environment, known := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer job~")
	if !known || r.URL.Query().Get("audience") != oidcAudience {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	claims := jwt.MapClaims{
		"iss": oidcIssuer, "sub": subjectOf(environment), "aud": oidcAudience,
		"exp": time.Now().Add(time.Minute).Unix(),
	}
	unchecked := []byte("the emulator knows no key of GitHub's")
	signed, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(unchecked)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, `{"value":%q}`, signed)
}

// writeShims puts the programs on a separate PATH. go installs, or runs, this checkout's build.
func (g *gitHub) writeShims() {
	opa := useOPA(g.t, g.w)
	tools := fmt.Sprintf(`case ${2%%@*} in
*/cmd/partnercenter) tool=%s ;;
*/opa) tool=%s ;;
*) exit 64 ;;
esac
`, acctest.CompanionProgram(g.t), opa)
	for name, script := range map[string]string{
		"terraform": fmt.Sprintf("exec %q \"$@\"\n", g.w.Environment["TERRAFORM"]),
		"go": tools + `[[ $2 == *@v[0-9]* ]] || exit 64
case $1 in
install) mkdir -p "$GOBIN" && ln -sf "$tool" "$GOBIN/" ;;
run) shift 2; "$tool" "$@" || exit 1 ;;
*) exit 64 ;;
esac
`,
		"gh": `case "$1 $2 $3" in
"api repos/contoso/fraud-events/commits/main --jq") cat "$FAKE/head" ;;
"api --method DELETE") rm -r "$FAKE/artifacts/${4##*/}" ;;
"secret set PARTNERCENTER_REFRESH_TOKEN")
  [ "$GH_TOKEN" = "writer~token" ] && cat > "$FAKE/secret-$5" ;;
*) exit 64 ;;
esac
`,
	} {
		script = "#!/usr/bin/env bash\nset -e\nFAKE=" + g.artifacts + "\n" + script
		writeFile(g.t, filepath.Join(g.shims, name), script, 0o700)
	}
	expect.NoError(g.t, os.Mkdir(filepath.Join(g.artifacts, "artifacts"), 0o700))
}

func (g *gitHub) sha() string { return fmt.Sprintf("%040d", g.commits) }

// start begins a run of a workflow of the newest commit.
func (g *gitHub) start(name, event string) *workflowRun {
	g.t.Helper()
	writeFile(g.t, filepath.Join(g.artifacts, "head"), g.sha(), 0o600)
	g.forge.head = g.sha()
	return &workflowRun{
		t: g.t, platform: g, workflow: readWorkflow(g.t, name), jobs: map[string]*jobRun{},
		github: map[string]string{
			"event_name": event, "ref": "refs/heads/main", "ref_name": "main", "sha": g.sha(),
			"run_id": "1", "run_attempt": "1", "token": jobToken,
			"event.pull_request.number": "7", "event.pull_request.head.sha": g.sha(),
			"repository": "contoso/fraud-events", headRepository: "contoso/fraud-events",
		},
	}
}

// push commits a file to main.
func (g *gitHub) push(name, content string) {
	g.t.Helper()
	g.commits++
	writeFile(g.t, filepath.Join(g.repository, name), content, 0o600)
	writeFile(g.t, filepath.Join(g.artifacts, "head"), g.sha(), 0o600)
}

// stored returns the existing artifacts, by name.
func (g *gitHub) stored() map[string][]string {
	g.t.Helper()
	files := map[string][]string{}
	paths := expect.Must(filepath.Glob(filepath.Join(g.artifacts, "artifacts", "*", "*", "*")))(g.t)
	for _, path := range paths {
		name := filepath.Base(filepath.Dir(path))
		files[name] = append(files[name], path)
	}
	return files
}

// runner is a machine that runs one job.
type runner struct {
	*gitHub

	run    *workflowRun
	job    workflowJob
	w      *acctest.Workspace
	folder string
	temp   string
	path   []string
}

func (g *gitHub) newRunner(run *workflowRun, job workflowJob) *runner {
	g.t.Helper()
	r := &runner{
		gitHub: g, run: run, job: job,
		folder: g.t.TempDir(), temp: g.t.TempDir(), path: []string{g.shims},
	}
	machine := *g.w
	machine.Folder = r.folder
	r.w = &machine
	return r
}

// environment returns the environment of a step. A job without the right to an OIDC token has no
// address to request one from.
func (r *runner) environment(more map[string]string) map[string]string {
	bundle := filepath.Join(r.temp, "ca.pem")
	emulatorCA := expect.Must(os.ReadFile(r.emulator.CABundlePath()))(r.t)
	platformCA := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.oidc.Certificate().Raw})
	writeFile(r.t, bundle, string(emulatorCA)+string(platformCA), 0o600)
	path := append(slices.Clone(r.path), os.Getenv("PATH"))
	env := map[string]string{
		"PATH": strings.Join(path, string(os.PathListSeparator)),
		"HOME": r.temp, "TMPDIR": r.temp, "RUNNER_TEMP": r.temp, "CI": "true", "CHECKPOINT_DISABLE": "1",
		"TF_CLI_CONFIG_FILE":           r.gitHub.w.Environment["TF_CLI_CONFIG_FILE"],
		"GITHUB_PATH":                  filepath.Join(r.temp, "path"),
		"GITHUB_STEP_SUMMARY":          filepath.Join(r.temp, "summary.md"),
		"GITHUB_ACTIONS":               "true",
		"GITHUB_API_URL":               r.forge.URL,
		"GITHUB_REPOSITORY":            r.run.github["repository"],
		"GITHUB_SERVER_URL":            "https://github.com",
		"GITHUB_REF_NAME":              r.run.github["ref_name"],
		"GITHUB_SHA":                   r.run.github["sha"],
		"PARTNERCENTER_AUTHORITY_HOST": r.emulator.AuthorityURL(),
		"PARTNERCENTER_BASE_URL":       r.emulator.BaseURL(),
		"PARTNERCENTER_CA_BUNDLE_PATH": bundle,
	}
	if r.job.Permissions["id-token"] == "write" {
		env["ACTIONS_ID_TOKEN_REQUEST_URL"] = r.oidc.URL + "/token?api-version=2.0"
		env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "job~" + r.job.Environment
	}
	maps.Copy(env, more)
	return env
}

func (r *runner) summary() string { return takeFile(r.t, filepath.Join(r.temp, "summary.md")) }

// upload keeps a file, or the files of a folder. As on GitHub, its id does not reveal its name.
func (r *runner) upload(name, path, ifNone string) (log string, outputs map[string]string,
	ok bool) {
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.folder, path)
	}
	files := []string{path}
	if info, err := os.Stat(path); err != nil {
		return err.Error(), nil, ifNone != "error"
	} else if info.IsDir() { // hidden files stay behind
		files = expect.Must(filepath.Glob(filepath.Join(path, "[^.]*")))(r.t)
	}
	before := expect.Must(os.ReadDir(filepath.Join(r.artifacts, "artifacts")))(r.t)
	id := strconv.Itoa(1000 + len(before))
	folder := filepath.Join(r.artifacts, "artifacts", id, name)
	expect.NoError(r.t, os.MkdirAll(folder, 0o700))
	for _, file := range files {
		copyFile(r.t, file, folder)
	}
	return "", map[string]string{"artifact-id": id}, true
}

func (r *runner) download(id, to string) (log string, outputs map[string]string, ok bool) {
	paths, err := filepath.Glob(filepath.Join(r.artifacts, "artifacts", id, "*", "*"))
	if id == "" || err != nil || len(paths) == 0 {
		return "there is no such artifact", nil, false
	}
	folder := filepath.Join(r.folder, to)
	expect.NoError(r.t, os.MkdirAll(folder, 0o700))
	for _, path := range paths {
		copyFile(r.t, path, folder)
	}
	return "", nil, true
}
