// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

// A CLI creates the plans: TestReview_Plans in the folder test writes them.
func TestMarkdown_Golden(t *testing.T) {
	t.Parallel()
	plans := expect.Must(filepath.Glob("testdata/*.json"))(t)
	if len(plans) < 10 {
		t.Fatalf("%d plans, want 10", len(plans))
	}
	for _, path := range plans {
		plan := expect.Must(os.ReadFile(path))(t)
		want := expect.Must(os.ReadFile(strings.TrimSuffix(path, ".json") + ".md"))(t)
		expect.Equal(t, path, string(want), read(t, string(plan)).Markdown(review.CommentLimit))
	}
}

// GitHub's Markdown renders each page as headings, lists, and tables with a cell for every column.
func TestMarkdown_GoldenRendersAsTables(t *testing.T) {
	t.Parallel()
	rows, lines := 0, 0
	for _, path := range expect.Must(filepath.Glob("testdata/*.md"))(t) {
		page := expect.Must(os.ReadFile(path))(t)
		lines += strings.Count(string(page), "\n| ")
		columns := 0
		root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().
			Parse(text.NewReader(page))
		expect.NoError(t, ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.RawHTML, *ast.HTMLBlock, *ast.Link, *ast.AutoLink, *ast.Image, *ast.CodeBlock:
				t.Errorf("%s: has a %s", path, n.Kind())
			case *extast.TableHeader:
				columns = n.ChildCount()
				rows++
			case *extast.TableRow:
				expect.Equal(t, path+": cells", columns, n.ChildCount())
				rows++
			}
			return ast.WalkContinue, nil
		}))
	}
	if rows != lines || rows < 20 {
		t.Errorf("%d rows, but %d lines look like one", rows, lines)
	}
}

// An id that somebody copies from the comment is the id.
func TestMarkdown_IDsCanBeCopied(t *testing.T) {
	t.Parallel()
	const id = "1e71f44a-7690-4aa8-bb9a-378c930c804e"
	page := func(more map[string]any) string {
		return read(t, plan(singular(`["create"]`, "null", values(t, more), ""))).Markdown(0)
	}
	expect.Contains(t, page(map[string]any{"customer_tenant_id": id}),
		"### Adatum (`"+id+"`) (1)\n")
	expect.Contains(t, page(map[string]any{"customer_tenant_id": nil,
		"customer_friendly_name": nil, "subscription_id": id}), "### Subscription `"+id+"` (1)\n")
	for _, other := range []string{id + "`", id + "\n" + id, "`" + id, id[1:]} {
		got := page(map[string]any{"customer_tenant_id": other})
		if strings.Contains(got, "(`") {
			t.Errorf("%q became code:\n%s", other, got)
		}
	}
}

func read(t *testing.T, plan string) *review.Review {
	t.Helper()
	return expect.Must(review.Read(strings.NewReader(plan), review.Options{}))(t)
}

// plan returns a plan with these changes, which are JSON.
func plan(resources ...string) string {
	return fmt.Sprintf(`{"format_version": "1.2", "timestamp": "2026-01-16T08:00:00Z",
		"resource_changes": [%s]}`, strings.Join(resources, ","))
}

// singular returns a change of a decision. The values are JSON objects or null.
func singular(actions, before, after, more string) string {
	return fmt.Sprintf(`{"address": "a", "mode": "managed",
		"type": "partnercenter_fraud_event_resolution",
		"change": {"actions": %s, "before": %s, "after": %s %s}}`, actions, before, after, more)
}

func values(t *testing.T, more map[string]any) string {
	t.Helper()
	all := map[string]any{"subscription_id": "s", "event_id": "e", "status": "Resolved",
		"reason": "Fraud", "customer_friendly_name": "Adatum", "customer_tenant_id": "t",
		"listed": true, "previous_status": "Active"}
	for name, value := range more {
		all[name] = value
	}
	return string(expect.Must(json.Marshal(all))(t))
}

func TestRead_Marks(t *testing.T) {
	t.Parallel()
	fraud := values(t, nil)
	ignored := values(t, map[string]any{"reason": "Ignore"})
	open := values(t, map[string]any{"status": "Active", "reason": nil})
	drift := func(before, after string) string {
		return `],"resource_drift":[` + singular(`["update"]`, before, after, "")
	}
	for name, c := range map[string]struct {
		plan string
		want string
	}{
		"create":     {singular(`["create"]`, "null", fraud, ""), "decide []"},
		"own change": {singular(`["update"]`, fraud, ignored, ""), "decide []"},
		"with consent": {singular(`["update"]`, fraud, values(t, map[string]any{"reason": "Ignore",
			"allow_overwrite": true}), ""), "decide [overwrites]"},
		"import, changed": {singular(`["update"]`, ignored, fraud, `, "importing": {"id": "x"}`),
			"decide [overwrites]"},
		"import": {singular(`["no-op"]`, fraud, fraud, `, "importing": {"id": "x"}`),
			"import []"},
		"by identity": {singular(`["no-op"]`, fraud, fraud, `, "importing": {"identity": {}}`),
			"import []"},
		"reopened": {singular(`["update"]`, open, fraud, "") + drift(fraud, open),
			"decide [reopened]"},
		"drift, left so": {singular(`["no-op"]`, ignored, ignored, "") + drift(fraud, ignored),
			"drift []"},
		"destroy": {singular(`["delete"]`, fraud, "null", ""), "forget [lets_go]"},
		"forget": {singular(`["forget"]`, values(t, map[string]any{"reactivate_on_destroy": true}),
			"null", ""), "forget [lets_go]"},
		"reactivate": {singular(`["delete"]`, values(t, map[string]any{"reactivate_on_destroy": true}),
			"null", ""), "forget [reopens]"},
		"reactivate, unlisted": {singular(`["delete"]`, values(t, map[string]any{
			"reactivate_on_destroy": true, "listed": false}), "null", ""), "forget [lets_go]"},
		"reactivate what somebody has overruled": {singular(`["delete"]`, values(t, map[string]any{
			"reactivate_on_destroy": true, "reason": "Ignore"}), "null", "") + drift(fraud, ignored),
			"forget [lets_go]"},
		"replace, reactivated first": {singular(`["delete", "create"]`, values(t, map[string]any{
			"reactivate_on_destroy": true}), values(t, map[string]any{
			"previous_status": "Resolved (Fraud)"}), ""), "decide [reopens]"},
		"replace, destroyed first": {singular(`["delete", "create"]`, fraud, values(t,
			map[string]any{"previous_status": "Resolved (Fraud)", "reactivate_on_destroy": true}), ""),
			"adopt [unguarded]"},
		"sensitive reason": {singular(`["create"]`, "null", fraud,
			`, "after_sensitive": {"reason": true}`), "decide [unknown]"},
		"replace by another event": {singular(`["delete", "create"]`, fraud,
			values(t, map[string]any{"event_id": "f"}), ""), "decide [];forget [lets_go]"},
		"replace, created first": {singular(`["create", "delete"]`, fraud, values(t, map[string]any{
			"previous_status": "Resolved (Fraud)"}), ""), "adopt []"},
		"moved to another address": {singular(`["create"]`, "null", values(t, map[string]any{
			"previous_status": "Resolved (Fraud)"}), "") + "," + singular(`["delete"]`, fraud, "null", ""),
			"adopt []"},
		"resolved without a reason": {singular(`["create"]`, "null", values(t, map[string]any{
			"previous_status": "Resolved (no reason given)"}), ""), "decide [overwrites]"},
		"unknown status": {singular(`["create"]`, "null",
			`{"subscription_id": "s", "event_id": "e"}`, `, "after_unknown": {"status": true}`),
			"decide [unknown]"},
		"unknown as a whole": {singular(`["create"]`, "null", "null", `, "after_unknown": true`),
			"decide [unknown]"},
		"sensitive as a whole": {singular(`["create"]`, "null", fraud, `, "after_sensitive": true`),
			"decide [unknown]"},
		"unknown before": {singular(`["create"]`, "null", values(t, map[string]any{
			"previous_status": nil}), `, "after_unknown": {"previous_status": true}`), "decide [unknown]"},
		"deferred": {`],"deferred_changes":[{"reason": "x", "resource_change": ` +
			singular(`["create"]`, "null", fraud, "") + `}`, "decide [deferred]"},
	} {
		var got []string
		r := read(t, plan(c.plan))
		for _, i := range r.Items {
			got = append(got, fmt.Sprint(i.Kind, " ", i.Marks))
		}
		for i := range got {
			for j := range i {
				if got[j] > got[i] {
					got[i], got[j] = got[j], got[i]
				}
			}
		}
		expect.Equal(t, name, c.want, strings.Join(got, ";"))
		if attention := strings.Contains(c.want, "_") || !strings.Contains(c.want, "[]"); attention !=
			r.NeedsAttention() {
			t.Errorf("%s: needs attention: %v", name, !attention)
		}
	}
}

func TestRead_Mistakes(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":                          "is empty",
		" \n":                       "is empty",
		"PK\x03\x04rest":            "binary form",
		"\xff\xfe{\x00":             "UTF-8",
		"No changes.":               "must be JSON",
		`{"format_version": "1.2",`: "cut off",
		`{"format_version": x}`:     "not valid JSON",
		`{"format_version": 1}`:     "unexpected form",
		`{"format_version": "2.0", "planned_values": {}}`: "reads 1.x",
		`{"format_version": "1.0", "values": {}}`:         "of a state",
		`{"version": 4}`: "not a plan",
		`{"format_version": "1.2", "resource_changes": {}}`: "unexpected form",
	} {
		if _, err := review.Read(strings.NewReader(content), review.Options{}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", content, err, want)
		}
	}
}

// A plan's JSON contains sensitive values in plain text.
func TestRead_SensitiveValuesStayHidden(t *testing.T) {
	t.Parallel()
	r := read(t, plan(singular(`["create"]`, "null", values(t, map[string]any{
		"annotations": map[string]string{"ticket": "TOPSECRET"}}),
		`, "after_sensitive": {"annotations": {"ticket": true}}`)))
	encoded := string(expect.Must(json.Marshal(r))(t))
	for _, output := range []string{r.Markdown(0), r.Text(), encoded} {
		if strings.Contains(output, "TOPSECRET") || !strings.Contains(output, "(sensitive)") {
			t.Errorf("%s", output)
		}
	}
}

func TestRead_WithoutNames(t *testing.T) {
	t.Parallel()
	many := `{"address": "m", "mode": "managed", "type": "partnercenter_fraud_event_resolutions",
		"change": {"actions": ["create"], "before": null, "after": {"subscription_id": "s",
		"resolutions": {"x": {"status": "Active", "previous_status": "Active",
		"name": "High, UsageAnomalyDetection, Adatum, Inc., 2026-01-15T00:25:45Z"},
		"y": {"status": "Active", "previous_status": "Active", "name": "Adatum"}}}}}`
	r := expect.Must(review.Read(strings.NewReader(plan(singular(`["create"]`, "null",
		values(t, nil), ""), many)), review.Options{WithoutNames: true}))(t)
	encoded := string(expect.Must(json.Marshal(r))(t))
	for _, output := range []string{r.Markdown(0), r.Text(), encoded} {
		if strings.Contains(output, "Adatum") || !strings.Contains(output, "UsageAnomalyDetection") {
			t.Errorf("%s", output)
		}
	}
}

func TestMarkdown_CountsWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	var all []string
	for i := range 500 {
		all = append(all, singular(`["create"]`, "null", values(t, map[string]any{
			"event_id": fmt.Sprint(i), "customer_tenant_id": fmt.Sprint(i % 7),
			"annotations": map[string]string{"rationale": strings.Repeat("|", i)}}), ""))
	}
	r := read(t, plan(all...))
	for size := 2_000; size < 60_000; size += 4999 {
		page := r.Markdown(size)
		if len(page) > size {
			t.Errorf("%d bytes, want at most %d", len(page), size)
		}
		rows := strings.Count(page, "\n| ") - strings.Count(page, "\n|---")
		var left int
		_, tail, _ := strings.Cut(page, "page is full: ")
		if _, err := fmt.Sscanf(tail, "%d decide.**", &left); err != nil || rows+left != 500 {
			t.Errorf("%d rows and %d left out (%v) of 500", rows, left, err)
		}
	}
}

// A part of a plan says so. Not every CLI says whether a plan is complete.
func TestRead_PartsOfAPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more string
		note bool
	}{
		"not said": {"", false}, "complete": {`"complete": true,`, false},
		"partly": {`"complete": false,`, true},
	} {
		r := read(t, strings.Replace(plan(), "{", "{"+c.more, 1))
		expect.Equal(t, name, c.note, len(r.Notes) == 1 && r.NeedsAttention())
		expect.Equal(t, name, c.note, strings.Contains(r.Markdown(0), "only about a part"))
	}
}
