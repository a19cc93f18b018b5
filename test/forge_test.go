// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	jobToken = "job~token"
	ourBot   = "github-actions[bot]"

	// commentLimit is what GitHub accepts in a comment.
	commentLimit = 65_536
)

// comment is a comment at the only pull request, whose number is 7.
type comment struct {
	id           int
	author, body string
}

// forge stands in for the API of GitHub, Azure DevOps, and GitLab. The token of the job belongs to
// ourBot.
type forge struct {
	*httptest.Server

	t      *testing.T
	mutex  sync.Mutex
	head   string // the newest commit of the pull request
	merged bool   // GitLab: a merge request brought the commit
	fail   string // refuses requests of this method
	times  int    // how often, with 503; 0 is always, with 403
	all    []comment
	pulls  []pull
	tip    func() string // the commit of the branch of open pull requests

	artifacts string // the folder with a folder for each id
	dispatch  func(eventType string)
}

func newForge(t *testing.T) *forge {
	t.Helper()
	f := &forge{t: t, merged: true}
	mux := http.NewServeMux()
	for pattern, answer := range map[string]func(*http.Request) (status int, body any){
		"GET /repos/contoso/fraud-events/pulls/7": func(*http.Request) (int, any) {
			return http.StatusOK, map[string]any{"head": map[string]string{"sha": f.head}}
		},
		"GET /repos/contoso/fraud-events/issues/7/comments": f.list("body", func(c comment) any {
			return map[string]any{"id": c.id, "user": map[string]string{"login": c.author}, "body": c.body}
		}),
		"GET /repos/contoso/fraud-events/actions/artifacts":              f.listArtifacts,
		"GET /repos/contoso/fraud-events/pulls":                          f.listPulls,
		"POST /repos/contoso/fraud-events/pulls":                         f.createPull,
		"POST /repos/contoso/fraud-events/dispatches":                    f.dispatches,
		"POST /repos/contoso/fraud-events/issues/7/comments":             f.create("body"),
		"PATCH /repos/contoso/fraud-events/issues/comments/{id}":         f.update("body"),
		"GET /azure/_apis/connectionData":                                f.whoAmI("authenticatedUser"),
		"GET /azure/p1/_apis/git/repositories/r1/pullRequests/7":         f.azureRequest,
		"GET " + azureThreads:                                            f.azureList,
		"POST " + azureThreads:                                           f.azureCreate,
		"PATCH " + azureThreads + "/{id}/comments/1":                     f.update("content"),
		"GET /api/v4/user":                                               f.whoAmI(""),
		"GET /api/v4/projects/5/repository/commits/{sha}/merge_requests": f.gitLabRequests,
		"GET /api/v4/projects/5/merge_requests/7/notes": f.list("body", func(c comment) any {
			return map[string]any{"id": c.id, "author": map[string]string{"id": c.author}, "body": c.body}
		}),
		"POST /api/v4/projects/5/merge_requests/7/notes":     f.create("body"),
		"PUT /api/v4/projects/5/merge_requests/7/notes/{id}": f.update("body"),
	} {
		mux.HandleFunc(pattern, f.answer(answer))
	}
	f.Server = httptest.NewServer(mux)
	t.Cleanup(f.Close)
	return f
}

// needCurl skips a test of a script that calls an API, on a machine without curl.
func needCurl(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl here")
	}
}

const azureThreads = "/azure/p1/_apis/git/repositories/r1/pullRequests/7/threads"

// environment returns the environment of a script on a platform.
func (f *forge) environment(platform string) map[string]string {
	return map[string]map[string]string{
		"GitHub": {
			"GITHUB_ACTIONS": "true", "GITHUB_API_URL": f.URL, "GITHUB_REPOSITORY": "contoso/fraud-events",
			"GH_TOKEN": jobToken, "HEAD_SHA": f.head, "PULL_REQUEST": "7",
		},
		"Azure DevOps": {
			"TF_BUILD": "True", "SYSTEM_COLLECTIONURI": f.URL + "/azure/", "SYSTEM_TEAMPROJECTID": "p1",
			"BUILD_REPOSITORY_ID": "r1", "SYSTEM_ACCESSTOKEN": jobToken,
			"SYSTEM_PULLREQUEST_PULLREQUESTID": "7", "SYSTEM_PULLREQUEST_SOURCECOMMITID": f.head,
		},
		"GitLab": {
			"GITLAB_CI": "true", "CI_API_V4_URL": f.URL + "/api/v4", "CI_PROJECT_ID": "5",
			"CI_COMMIT_SHA": f.head, "CI_DEFAULT_BRANCH": "main", "REVIEW_TOKEN": jobToken,
		},
	}[platform]
}

// answer lets requests in that have the token.
func (f *forge) answer(with func(*http.Request) (int, any)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f.mutex.Lock()
		defer f.mutex.Unlock()
		status, body := http.StatusUnauthorized, any(nil)
		switch {
		case r.Header.Get("Authorization") != "Bearer "+jobToken &&
			r.Header.Get("PRIVATE-TOKEN") != jobToken:
		case r.Method == f.fail && f.times == 0:
			status, body = http.StatusForbidden, map[string]string{"message": "##vso[x]not\nhere"}
		case r.Method == f.fail && f.times > 0:
			status = http.StatusServiceUnavailable
			if f.times--; f.times == 0 {
				f.fail = ""
			}
		default:
			status, body = with(r)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		if status == http.StatusNoContent {
			return
		}
		if err := json.NewEncoder(w).Encode(body); err != nil {
			f.t.Error(err)
		}
	}
}

func (f *forge) whoAmI(under string) func(*http.Request) (int, any) {
	me := map[string]any{"id": ourBot}
	if under != "" {
		me = map[string]any{under: me}
	}
	return func(*http.Request) (int, any) { return http.StatusOK, me }
}

// list answers with one page.
func (f *forge) list(_ string, show func(comment) any) func(*http.Request) (int, any) {
	return func(r *http.Request) (int, any) {
		size, page := atoi(f.t, r.FormValue("per_page")), atoi(f.t, r.FormValue("page"))
		shown := []any{}
		for _, c := range f.all[min(len(f.all), (page-1)*size):min(len(f.all), page*size)] {
			shown = append(shown, show(c))
		}
		return http.StatusOK, shown
	}
}

func (f *forge) create(name string) func(*http.Request) (int, any) {
	return func(r *http.Request) (int, any) {
		return f.add(ourBot, f.texts(r)[name])
	}
}

func (f *forge) add(author string, text any) (status int, body any) {
	s, _ := text.(string)
	if s == "" || len(s) > commentLimit {
		return http.StatusUnprocessableEntity, map[string]string{"message": "the body is too long"}
	}
	f.all = append(f.all, comment{100 + len(f.all), author, s})
	return http.StatusCreated, map[string]string{}
}

func (f *forge) update(name string) func(*http.Request) (int, any) {
	return func(r *http.Request) (int, any) {
		text, _ := f.texts(r)[name].(string)
		for i, c := range f.all {
			if strconv.Itoa(c.id) == r.PathValue("id") && len(text) <= commentLimit {
				f.all[i].body = text
				return http.StatusOK, map[string]string{}
			}
		}
		return http.StatusNotFound, nil
	}
}

func (f *forge) texts(r *http.Request) map[string]any {
	texts := map[string]any{}
	if err := json.NewDecoder(r.Body).Decode(&texts); err != nil {
		f.t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
	return texts
}

func (f *forge) azureRequest(*http.Request) (status int, body any) {
	commit := map[string]string{"commitId": f.head}
	return http.StatusOK, map[string]any{"lastMergeSourceCommit": commit}
}

func (f *forge) azureList(*http.Request) (status int, body any) {
	threads := []any{map[string]any{"id": 1, "comments": []any{}}} // of a vote
	for _, c := range f.all {
		threads = append(threads, map[string]any{"id": c.id, "comments": []any{map[string]any{
			"id": 1, "author": map[string]string{"id": c.author}, "content": c.body}}})
	}
	return http.StatusOK, map[string]any{"value": threads}
}

func (f *forge) azureCreate(r *http.Request) (status int, body any) {
	sent := f.texts(r)
	comments, _ := sent["comments"].([]any)
	if len(comments) != 1 || sent["status"] != "closed" {
		return http.StatusBadRequest, nil
	}
	first, _ := comments[0].(map[string]any)
	return f.add(ourBot, first["content"])
}

func (f *forge) gitLabRequests(*http.Request) (status int, body any) {
	requests := []any{map[string]any{"iid": 6, "state": "closed", "target_branch": "main"},
		map[string]any{"iid": 8, "state": "merged", "target_branch": "release"}}
	if f.merged {
		requests = append(requests, map[string]any{"iid": 7, "state": "merged", "target_branch": "main"})
	}
	return http.StatusOK, requests
}

// bodies returns the comments of an author, in order.
func (f *forge) bodies(author string) []string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	var all []string
	for _, c := range f.all {
		if c.author == author {
			all = append(all, c.body)
		}
	}
	return all
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Errorf("%q must be a number", s)
	}
	return n
}

// say adds somebody's comment.
func (f *forge) say(author, format string, args ...any) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.add(author, strings.TrimSpace(fmt.Sprintf(format, args...)))
}
