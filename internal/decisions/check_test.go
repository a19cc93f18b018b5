// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

//nolint:gochecknoglobals // a flag has to be known before tests begin
var update = flag.Bool("update", false, "rewrite the golden file")

func defaultRules() Rules { return Rules{Evidence: DefaultEvidence()} }

// corpus returns the files of a folder by name, without their ending.
func corpus(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.yaml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		content := expect.Must(os.ReadFile(path))(t)
		files[strings.TrimSuffix(filepath.Base(path), ".yaml")] = content
	}
	return files
}

// Each broken file has one fault, and gets one line.
func TestCheck_BrokenFilesGolden(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	broken := corpus(t, "broken")
	names := make([]string, 0, len(broken))
	for name := range broken {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		report := Check(broken[name], defaultRules())
		if len(report.Findings) != 1 {
			t.Errorf("%s: %d findings", name, len(report.Findings))
		}
		for _, finding := range report.Findings {
			fmt.Fprintf(&got, "%s.yaml:%s\n", name, finding)
		}
	}
	const golden = "testdata/findings.golden"
	if *update {
		expect.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o600))
	}
	want := expect.Must(os.ReadFile(golden))(t)
	expect.Equal(t, "findings", strings.Split(string(want), "\n"), strings.Split(got.String(), "\n"))
}

func TestCheck_GoodFilesHaveNoFinding(t *testing.T) {
	t.Parallel()
	for name, file := range corpus(t, "good") {
		if report := Check(file, defaultRules()); len(report.Findings) > 0 {
			t.Errorf("%s: %v", name, report.Findings)
		}
	}
}

func TestCheck_CountsEntries(t *testing.T) {
	t.Parallel()
	good, broken := corpus(t, "good"), corpus(t, "broken")
	for _, c := range []struct {
		file []byte
		want string
	}{
		{good["comments-only"], "0 entries, 0 undecided, 0 findings"},
		{good["undecided"], "2 entries, 2 undecided, 0 findings"},
		{good["undecided-without-reason"], "1 entry, 1 undecided, 0 findings"},
		{good["investigating"], "2 entries, 0 undecided, 0 findings"},
		{
			good["consent"],
			"2 entries, 0 undecided, 1 with allow_overwrite, 1 with allow_unlisted, 0 findings",
		},
		{good["merge"], "2 entries, 0 undecided, 0 findings"},
		{broken["reason-unknown"], "1 entry, 0 undecided, 1 finding"},
		{broken["utf-16"], "not readable, 1 finding"},
		{broken["quote-open"], "not readable, 1 finding"},
	} {
		if got := Check(c.file, defaultRules()).Summary(); got != c.want {
			t.Errorf("got %q, want %q for\n%s", got, c.want, c.file)
		}
	}
}

// All faults of a file are reported at once, in the order of their positions.
func TestCheck_SortsFindingsByPosition(t *testing.T) {
	t.Parallel()
	report := Check([]byte(`b: {event_id: "", subscription_id: "", status: Resolved, reason: fraud}
c:
  reson: x
a: 1
`), defaultRules())
	var got []string
	for _, f := range report.Findings {
		got = append(got, fmt.Sprintf("%d:%d", f.Line, f.Column))
	}
	if want := []string{"1:15", "1:36", "1:66", "2:1", "2:1", "3:3", "4:4"}; !slices.Equal(got, want) {
		t.Errorf("got %q: %v", got, report.Findings)
	}
}

// An entry that Terraform would lose is checked like the one that it keeps.
func TestCheck_ChecksBothOfTwoEqualKeys(t *testing.T) {
	t.Parallel()
	twice := corpus(t, "broken")["duplicate-entry"]
	report := Check([]byte(strings.ReplaceAll(string(twice), "SEC-1042", "0042")), defaultRules())
	if got, want := report.Summary(), "2 entries, 0 undecided, 3 findings"; got != want {
		t.Errorf("got %q, want %q: %v", got, want, report.Findings)
	}
	one := corpus(t, "good")["crlf"]
	pasted := Check(slices.Concat(one, one), defaultRules())
	if len(pasted.Findings) != 2 {
		t.Errorf("a file pasted behind itself, with two entries: %v", pasted.Findings)
	}
}

func TestCheck_TheTeamChoosesTheEvidence(t *testing.T) {
	t.Parallel()
	const file = `adatum:
  subscription_id: "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
  event_id: "e"
  status: Resolved
  reason: Fraud
  case: "1"
`
	ticket := strings.Replace(file, "case:", "ticket:", 1)
	undecided := strings.Replace(file, "reason: Fraud", `reason: ""`, 1)
	for _, c := range []struct {
		file  string
		rules Rules
		want  []string
	}{
		{file, Rules{Evidence: []string{"case"}}, nil},
		{file, defaultRules(), []string{`the entry "adatum" has the unknown key "case"`}},
		{file, Rules{Evidence: []string{"case"}, Required: []string{"case", "ticket"}},
			[]string{`the entry "adatum" lacks "ticket"`}},
		{ticket, Rules{Required: []string{"ticket"}}, nil}, // a required key is also allowed
		{undecided, Rules{Evidence: []string{"case"}, Required: []string{"ticket"}}, nil},
	} {
		var got []string
		for _, f := range Check([]byte(c.file), c.rules).Findings {
			got = append(got, f.Problem)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: findings %q, want %q", c.rules, got, c.want)
		}
	}
}

// The listing writes a blank line for each key of evidence. A team that does not require a key must
// learn that it may delete the line.
func TestCheck_BlankEvidenceMayGoUnlessItIsRequired(t *testing.T) {
	t.Parallel()
	blank := corpus(t, "broken")["evidence-empty"]
	const fill, remove = "fill it in, in quotes", ", or remove the line if ticket is optional for you"
	for _, c := range []struct {
		required []string
		cure     string
	}{
		{nil, fill + remove},
		{[]string{"decided_by"}, fill + remove},
		{[]string{"ticket"}, fill},
	} {
		found := Check(blank, Rules{Evidence: DefaultEvidence(), Required: c.required}).Findings
		if len(found) != 1 || found[0].Cure != c.cure {
			t.Errorf("required %q: %v, want the cure %q", c.required, found, c.cure)
		}
	}
	gone := strings.Replace(string(blank), "  ticket: \"\"\n", "", 1)
	if found := Check([]byte(gone), defaultRules()).Findings; found != nil {
		t.Errorf("the cure does not help: %v", found)
	}
}

// If Terraform reads something else than the file shows, the file is not good, even if no rule has
// found a mistake.
func TestCheck_ComparesWithTerraform(t *testing.T) {
	t.Parallel()
	good := corpus(t, "good")["merge"]
	root, found := document.Load(good)
	if found != nil {
		t.Fatal(found)
	}
	for name, other := range map[string]string{
		"another value":  strings.Replace(string(good), "SEC-1044", "SEC-1045", 1),
		"no entry":       strings.Replace(string(good), "adatum-second", "adatum-third", 1),
		"one entry more": string(good) + "more: {}\n",
		"no map": strings.Replace(string(good), "adatum-second:", "adatum-second: x\nx:",
			1),
		"not readable": string(good) + "\t",
		"":             string(good),
	} {
		c := &checker{rules: defaultRules(), events: map[string]place{}}
		c.compareWithTerraform([]byte(other), c.checkRoot(root))
		if good := len(c.Findings) == 0; good != (name == "") {
			t.Errorf("%s: %v", name, c.Findings)
		}
	}
}

// A large, deep or hostile file must not cost disproportionate time or memory.
func TestCheck_HostileFiles(t *testing.T) {
	t.Parallel()
	var laughs strings.Builder
	laughs.WriteString("a0: &a0 {x: y}\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&laughs, "a%d: &a%d\n  <<: *a%d\n  y: [*a%d, *a%d]\n", i, i, i-1, i-1, i-1)
	}
	var merges strings.Builder
	merges.WriteString("a0: &a0 {x: y}\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&merges, "a%d: &a%d\n%s", i, i, strings.Repeat(fmt.Sprintf("  <<: *a%d\n", i-1), 20))
	}
	for name, file := range map[string]string{
		"aliases":        laughs.String(),
		"merges":         merges.String(),
		"a merge itself": "a: &a\n  <<: *a\n",
		"depth":          strings.Repeat("[", 200_000),
		"flow maps":      strings.Repeat("{a: ", 200_000),
		"indentation":    "a:\n" + strings.Repeat("- ", 100_000) + "\n",
		"too large":      strings.Repeat("#", MaxSize+1),
		"one long value": "a: \"" + strings.Repeat("x", 1<<20) + "\"\n",
	} {
		report := Check([]byte(file), defaultRules())
		if len(report.Findings) == 0 {
			t.Errorf("%s: no finding", name)
		}
		for _, f := range report.Findings {
			if text := f.String(); len(text) > 1000 || strings.ContainsFunc(text,
				func(r rune) bool { return r < ' ' }) {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
}

// FuzzCheck compares good files with Terraform's result. No finding may contain terminal control
// characters.
func FuzzCheck(f *testing.F) {
	for _, folder := range []string{"good", "broken"} {
		for _, file := range corpus(f, folder) {
			f.Add(file)
		}
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		report := Check(file, defaultRules())
		for _, finding := range report.Findings {
			if strings.ContainsFunc(finding.String(), func(r rune) bool {
				return r < ' ' || r == 0x7f || r == 0x202e
			}) {
				t.Errorf("%q", finding.String())
			}
			if finding.Line < 1 || finding.Column < 1 {
				t.Errorf("%+v", finding)
			}
		}
		if len(report.Findings) > 0 || report.Entries == 0 {
			return
		}
		read, err := document.Decode(file)
		if err != nil || !read.Type().IsObjectType() || len(read.AsValueMap()) != report.Entries {
			t.Fatalf("Terraform reads %#v, %v", read, err)
		}
		for key, entry := range read.AsValueMap() {
			for _, name := range []string{keySubscriptionID, keyEventID} {
				if !entry.Type().HasAttribute(name) || entry.GetAttr(name).Type() != cty.String ||
					entry.GetAttr(name).IsNull() {
					t.Errorf("%q: %s is no text: %#v", key, name, entry)
				}
			}
		}
	})
}
