// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// hostile are texts with a special meaning in a comment.
func hostile() []string {
	return []string{"a|b||c", "`code`", "**bold** _it_ ~~no~~ *x*", "[link](https://evil.example)",
		"![image](https://evil.example/x.png)", "<img src=x onerror=alert(1)>", "<!-- hidden", "-->",
		"@admins please", "fixes #123", "closes GH-7", "owner/repo#4", "!12 ~label %v1 $1 &3 ^alert#1",
		"https://evil.example/a", "www.evil.example", "a@evil.example", "mailto:a@evil.example",
		"deadbeefcafe", "DEADBEEF12", ":tada:", "$x^2$", "line\nbreak\r\n# heading", "- [ ] task",
		"1. list", "===", "---", "\\", "\\|", "trailing\\", "&lt;b&gt; &#64;x",
		"\u202egnp.exe", "z\u200bw",
		"[vulnerability:1]", "/close", "\x1b[31mred", "[^1]", "{{7*7}}", "``` x", "> quote", "++x"}
}

// triggered matches what the platforms look for in rendered text.
var triggered = regexp.MustCompile(
	`@\w|#\d|\b[gG][hH]-\d|://|\bwww\.|\b[0-9a-fA-F]{7,}\b|:\w+:|!\d|~\w|[%&^]\w|\[\w+:`)

// Whatever a field contains, it stays the text of its cell.
func TestMarkdown_HostileTextStaysText(t *testing.T) {
	t.Parallel()
	for _, bad := range hostile() {
		fields := map[string]any{"annotations": map[string]string{"ticket": bad, "decided_by": bad,
			"rationale": bad, bad: bad}}
		for _, name := range []string{"severity", "event_type", "display_name",
			"customer_friendly_name", "customer_tenant_id", "resolved_by", "event_id",
			"subscription_id", "reason", "status", "previous_status"} {
			fields[name] = bad
		}
		more := `],"action_invocations":[{"type": "partnercenter_x", "address": "a", "config_values": ` +
			values(t, fields) + `}`
		other := strings.Replace(singular(`["update"]`, "null", "null", ""),
			"partnercenter_fraud_event_resolution", "partnercenter_<b>@x", 1)
		for _, change := range []string{singular(`["create"]`, "null", values(t, fields), ""),
			singular(`["delete"]`, values(t, fields), "null", "")} {
			page := read(t, plan(change, other+more)).Markdown(0)
			checkRendered(t, bad, page)
		}
	}
}

// Neither does what a budget or the webhook registration contains, at any address.
func TestMarkdown_HostileObjectsStayText(t *testing.T) {
	t.Parallel()
	decision := singular(`["create"]`, "null", values(t, nil), "")
	for _, bad := range hostile() {
		fields := map[string]any{"webhook_events": []string{bad},
			"prior_webhook_events": []string{bad, "x"}}
		for _, name := range []string{"customer_tenant_id", "amount", "webhook_url", "tenant_id",
			"prior_webhook_url", "on_destroy"} {
			fields[name] = bad
		}
		was := values(t, map[string]any{"webhook_events": []string{"y"}})
		for _, url := range []string{bad, "https://a.example/" + bad} {
			fields["webhook_url"] = url
			is := values(t, fields)
			all := []string{decision}
			for _, name := range []string{"customer_usage_budget", "webhook_registration", "novelty"} {
				all = append(all, change(bad, name, `["create"]`, "null", is, ""),
					change(bad, name, `["update"]`, was, is, ""), change(bad, name, `["delete"]`, is, "null", ""))
			}
			checkRendered(t, bad, read(t, plan(all...)).Markdown(0))
		}
	}
}

// A customer's name cannot move a decision among those that need attention.
func TestMarkdown_ACustomerNamedLikeASection(t *testing.T) {
	t.Parallel()
	name := map[string]any{"customer_friendly_name": "Look at these first",
		"customer_tenant_id": ""}
	unlisted := map[string]any{"listed": false}
	page := read(t, plan(singular(`["create"]`, "null", values(t, name), ""),
		singular(`["create"]`, "null", values(t, unlisted), ""))).Markdown(0)
	expect.Equal(t, "sections", 2, strings.Count(page, "### Look at these first (1)\n"))
}

// checkRendered walks the HTML that GitHub's Markdown renders for a page.
func checkRendered(t *testing.T, hostile, page string) {
	t.Helper()
	source := []byte(page)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	rows := 0
	expect.NoError(t, ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Document, *ast.Heading, *ast.Paragraph, *ast.Text, *ast.TextBlock, *ast.List,
			*ast.ListItem, *extast.Table, *extast.TableHeader, *extast.TableCell:
		case *extast.TableRow:
			rows++
		case *ast.Emphasis:
			if n.Level != 2 {
				t.Errorf("%q: emphasis in\n%s", hostile, page)
			}
		default:
			t.Errorf("%q became a %s in\n%s", hostile, n.Kind(), page)
		}
		return ast.WalkContinue, nil
	}))
	if rows != 1 {
		t.Errorf("%q: %d rows, want 1:\n%s", hostile, rows, page)
	}
	var shown strings.Builder
	expect.NoError(t, goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert(source, &shown))
	plain := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(shown.String(), "\n")
	plain = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`).Replace(plain)
	if found := triggered.FindString(plain); found != "" || strings.Contains(page, "$") {
		t.Errorf("%q: the platforms would find %q in\n%s", hostile, found, plain)
	}
	if strings.ContainsAny(plain, "\u202e\x1b") {
		t.Errorf("%q: invisible characters in\n%s", hostile, plain)
	}
}
