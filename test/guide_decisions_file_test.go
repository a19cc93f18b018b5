// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
)

// written is a valid entry of a decisions file, with the changes of a case.
func written(key, event string, oldnew ...string) string {
	text := key + `:
  subscription_id: "` + adatum + `"
  event_id: "` + event + `"
  status: Resolved
  reason: Fraud
  ticket: SEC-1
  decided_by: kim
  rationale: x
`
	return strings.NewReplacer(oldnew...).Replace(text)
}

// readDecisions plans only the reading of a decisions file, which needs no provider: each decision
// is replaced by an instance of terraform_data with the decision's own preconditions.
func readDecisions(t *testing.T) func(content string) (words string, status int) {
	t.Helper()
	w := acctest.NewWorkspace(t, nil)
	copyFile(t, filepath.Join(root, "examples", "decisions-as-code", "entries.tf"), w.Folder)
	lifecycle := regexp.MustCompile(`(?s) {2}lifecycle \{\n.*?\n {2}\}\n`).
		FindString(readFile(t, "examples/decisions-as-code/main.tf"))
	w.Write("main.tf", "resource \"terraform_data\" \"decision\" {\n"+
		"  for_each = local.decisions\n"+lifecycle+"}\n"+
		`output "declared" { value = join(",", keys(local.decisions)) }`)
	w.Must("init")
	return func(content string) (string, int) {
		w.Write("decisions.yaml", content)
		out, status := w.Run(w.Environment["TERRAFORM"], "plan", "-no-color")
		return strings.Join(strings.Fields(strings.ReplaceAll(out, "│", "")), " "), status
	}
}

// A value that Terraform would silently lose or convert is an error that names the entry.
func TestGuideDecisions_FileRefusesValuesThatWouldGetLost(t *testing.T) {
	t.Parallel()
	read := readDecisions(t)
	for name, c := range map[string]struct{ content, want string }{
		"a key twice": {written("a", "e1") + written("a", "e2"),
			`The decision "a" appears twice in decisions.yaml`},
		"twice, once quoted": {written("a", "e1") + written(`"a"`, "e2"),
			`The decision "a" appears twice in decisions.yaml`},
		"twice, with blanks": {written("a b", "e1") + written("'a b' ", "e2"),
			`The decision "a b" appears twice in decisions.yaml`},
		"twice, with CRLF": {strings.ReplaceAll(written("a", "e1")+written("a", "e2"), "\n", "\r\n"),
			`The decision "a" appears twice`},
		"twice, old breaks": {strings.ReplaceAll(written("a", "e1")+written("a", "e2"), "\n", "\u0085"),
			`The decision "a" appears twice`},
		"twice, BOM and start": {"\ufeff" + written("a", "e1") + "\n# b: c\n\n" + written("a", "e2"),
			`The decision "a" appears twice`},
		"twice, in braces": {"a: {x: 1}\na: {x: 2}\n",
			`The decision "a" appears twice in decisions.yaml`},
		"hidden in braces": {"{a: {x: 1}, a: {x: 2}}\n",
			"decisions.yaml has keys that cannot be counted."},
		"indented":  {"  a: {x: 1}\n  a: {x: 2}\n", "decisions.yaml has keys that cannot be counted."},
		"merged in": {"<<: {a: {x: 1}}\nb: {x: 2}\n", "decisions.yaml has keys that cannot be counted."},
		"one event twice": {written("a", "e1") + written("b", "E1"),
			`The decision "a" is about the same event as "b".`},
		"unknown key": {written("a", "e1", "reason:", "reson:"),
			`The decision "a" has the unknown key reson.`},
		"a list": {"- subscription_id: x\n",
			"decisions.yaml must be a map, with a key for each entry, not a list."},
		"a word":              {"later\n", "decisions.yaml must be a map"},
		"no map below a key":  {"a: later\n", `The decision "a" is not a map.`},
		"nothing below a key": {"a:\n", `The decision "a" is not a map.`},
		"no event id": {written("a", "e1", "  event_id", "  # event_id"),
			`The decision "a" lacks event_id.`},
		"blank id":        {written("a", " "), `The decision "a" lacks event_id.`},
		"no subscription": {written("a", "e1", adatum, ""), `The decision "a" lacks subscription_id.`},
		"no status": {written("a", "e1", "  status", "  # status"),
			`The decision "a" lacks status.`},
		"no evidence": {written("a", "e1", "SEC-1", "", "kim", "~"),
			`The decision "a" lacks evidence: write ticket, decided_by.`},
		"evidence that nobody can read": {written("a", "e1", "SEC-1", `"\u200b"`, "kim", `"-"`),
			`The decision "a" lacks evidence: write ticket, decided_by.`},
		"a number as an id": {written("a", "0042", `"0042"`, "0042"),
			`The decision "a" has a number, a date or a boolean as its event_id.`},
		"a key inside twice": {written("a", "e1") + "  reason: Ignore\n",
			`The decision "a" has the key reason twice.`},
		"a comment": {written("a", "e1", "SEC-1", "SEC-1 #urgent"),
			`The decision "a" has a comment after its ticket.`},
		"a comment alone": {written("a", "e1", "x\n", "#42\n"),
			`The decision "a" has a comment after its rationale.`},
		"consent in quotes": {written("a", "e1") + "  allow_overwrite: \"true\"\n",
			`must have true or false, without quotes, as its allow_overwrite.`},
		"an emptied file": {" \n", "decisions.yaml is empty."},
	} {
		if words, status := read(c.content); status == 0 || !strings.Contains(words, c.want) {
			t.Errorf("%s: exit status %d, %q is not in\n%s", name, status, c.want, words)
		}
	}
	for _, bent := range []string{
		"0042", "1e3", "0x1F", "1.10", "2026-03-04", "2026-3-4 10:00:00", "no", "on", ".inf", "[a]",
	} {
		want := `The decision "a" has a number, a date or a boolean as its ticket. Put it in quotes.`
		if words, status := read(written("a", "e1", "SEC-1", bent)); status == 0 ||
			!strings.Contains(words, want) {
			t.Errorf("ticket %s: exit status %d, %q is not in\n%s", bent, status, want, words)
		}
	}
}

func TestGuideDecisions_FileAcceptsEveryNotation(t *testing.T) {
	t.Parallel()
	read := readDecisions(t)
	for name, c := range map[string]struct{ content, want string }{
		"comments alone":   {"# nothing yet\n", `declared = ""`},
		"braces alone":     {"{}\n", `declared = ""`},
		"document markers": {"--- # a: b\n" + written("a", "e1") + "...\n", `declared = "a"`},
		"windows": {"\ufeff" + strings.ReplaceAll(written("a", "e1")+written("b", "e2"), "\n", "\r\n"),
			`declared = "a,b"`},
		"keys of all kinds": {written(`"a: #b"`, "e1") + written("c d", "e2") + written("e:f", "e3") +
			written("'it''s'", "e4") + written("-g", "e5"),
			`declared = "-g,a: #b,c d,e:f,it's"`},
		"long texts": {written("a", "e1", "rationale: x",
			"rationale: |\n    ticket: SEC-9\n    decided_by: #4\n\n    a: b"),
			`declared = "a"`},
		"folded, and quoted": {written("a", "e1", "rationale: x", "rationale: >\n    one\n    two",
			"SEC-1",
			`"0042 #4" # by mail`),
			`declared = "a"`},
		"quoted bends": {written("a", "e1", "SEC-1", `"2026-03-04T00:00:00Z"`, "kim", `"no"`),
			`declared = "a"`},
		"a date as it is": {written("a", "e1", "SEC-1", "2026-03-04T00:00:00Z"), `declared = "a"`},
		"an anchor": {written("a", "e1", "a:\n", "a: &first\n") + "b:\n  <<: *first\n  event_id: e2\n",
			`declared = "a,b"`},
		"all keys": {written("a", "e1") +
			"  approved_by: lee\n  allow_overwrite: true\n  allow_unlisted: false\n",
			`declared = "a"`},
		"undecided": {written("a", "e1") + written("b", "e2", "reason: Fraud", `reason: ""`, "SEC-1",
			`""`),
			`undecided_entries = [ + "b", ]`},
		"undecided, null": {written("b", "e2", "reason: Fraud", "reason: # Fraud, Ignore or Legitimate"),
			`declared = ""`},
		"investigating": {written("a", "e1", "Resolved", "Investigating", "reason: Fraud", `reason: ""`),
			`declared = "a"`},
	} {
		if words, status := read(c.content); status != 0 || !strings.Contains(words, c.want) {
			t.Errorf("%s: exit status %d, %q is not in\n%s", name, status, c.want, words)
		}
	}
}

// The page shows a file after a hurried merge, and its findings.
func TestGuideDecisions_HurriedMergeIsRefused(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	w.Write("decisions.yaml", readFile(t, "test/testdata/decisions-merged.yaml"))
	var tr transcript
	errors := ""
	for box := range strings.SplitSeq(diagnosticBoxes(w.MustFail("plan")), "\n╵") {
		if strings.Contains(box, "Error: ") {
			errors += strings.TrimPrefix(box, "\n") + "\n╵\n"
		}
	}
	tr.add("terraform plan", errors)
	tr.compare(t, "decisions-refused")
}
