// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"net/http"
	"path/filepath"
)

// pull is a pull request that a workflow has opened.
type pull struct {
	State    string `json:"state"`
	MergedAt string `json:"merged_at,omitempty"`
	Head     struct {
		SHA string `json:"sha"`
	} `json:"head"`

	sent map[string]any
}

// listPulls shows the newest pull request of the branch, in any state.
func (f *forge) listPulls(r *http.Request) (status int, body any) {
	if r.FormValue("state") != "all" || r.FormValue("head") != "contoso:fraud-alerts" ||
		r.FormValue("base") != "main" || r.FormValue("per_page") != "1" {
		return http.StatusBadRequest, nil
	}
	shown := []pull{}
	if n := len(f.pulls); n > 0 {
		if f.pulls[n-1].State == "open" {
			f.pulls[n-1].Head.SHA = f.tip()
		}
		shown = append(shown, f.pulls[n-1])
	}
	return http.StatusOK, shown
}

func (f *forge) createPull(r *http.Request) (status int, body any) {
	if n := len(f.pulls); n > 0 && f.pulls[n-1].State == "open" || f.tip() == "" {
		return http.StatusUnprocessableEntity, map[string]string{"message": "already exists"}
	}
	f.pulls = append(f.pulls, pull{State: "open", sent: f.texts(r)})
	return http.StatusCreated, map[string]string{}
}

// closePull closes the newest pull request, or merges it.
func (f *forge) closePull(mergedAt string) {
	last := &f.pulls[len(f.pulls)-1]
	last.State, last.MergedAt, last.Head.SHA = "closed", mergedAt, f.tip()
}

// listArtifacts lists the artifacts of a name, with some that must not be used: one of another
// branch, one of a fork, and one that is gone.
func (f *forge) listArtifacts(r *http.Request) (status int, body any) {
	artifact := func(id, day int, expired bool, branch, fork string) map[string]any {
		return map[string]any{"id": id, "expired": expired,
			"created_at": fmt.Sprintf("2026-01-%02dT08:00:00Z", day),
			"workflow_run": map[string]any{"id": 1, "head_branch": branch, "repository_id": "ours",
				"head_repository_id": fork}}
	}
	all := []any{artifact(1, 31, false, "evil", "ours"), artifact(2, 31, false, "main", "theirs"),
		artifact(3, 31, true, "main", "ours")}
	folders, err := filepath.Glob(filepath.Join(f.artifacts, "*", r.FormValue("name")))
	if err != nil {
		f.t.Error(err)
	}
	for i, folder := range folders {
		id := atoi(f.t, filepath.Base(filepath.Dir(folder)))
		all = append(all, artifact(id, 1+i, false, "main", "ours"))
	}
	return http.StatusOK, map[string]any{"artifacts": all}
}
