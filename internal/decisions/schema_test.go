// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
)

func compiled(t *testing.T, rules Rules) *jsonschema.Schema {
	t.Helper()
	parsed := expect.Must(jsonschema.UnmarshalJSON(bytes.NewReader(
		expect.Must(Schema(rules))(t))))(t)
	compiler := jsonschema.NewCompiler()
	expect.NoError(t, compiler.AddResource("decisions.schema.json", parsed))
	return expect.Must(compiler.Compile("decisions.schema.json"))(t)
}

// accepts validates the values that Terraform reads. An unreadable file has none.
func accepts(t *testing.T, schema *jsonschema.Schema, file []byte) (accepted, readable bool) {
	t.Helper()
	value, err := document.Decode(bytes.TrimPrefix(file, []byte("\ufeff")))
	if err != nil {
		return false, false
	}
	text, err := ctyjson.Marshal(value, value.Type())
	if err != nil {
		return false, false // infinity
	}
	return schema.Validate(expect.Must(jsonschema.UnmarshalJSON(bytes.NewReader(text)))(t)) == nil,
		true
}

// beyondSchema lists faults that a schema cannot see: a schema sees the values of one entry, but no
// other entry and no notation.
func beyondSchema() []string {
	return []string{
		"comment-cuts-evidence",
		"comment-cuts-folded-evidence",
		"duplicate-entry",
		"duplicate-entry-as-number",
		"duplicate-key-in-entry",
		"event-twice",
		"event-twice-other-case",
		"evidence-date",
		"evidence-date-with-time",
		"evidence-folded-number",
		"evidence-tag",
		"evidence-underscores",
		"key-blank",
		"key-boolean",
		"key-date",
		"key-hostile",
		"key-number",
		"line-separator",
		"merge-of-entries",
		"merge-overwrites",
		"utf-16",
		"utf-16-big-endian",
	}
}

func TestSchema_RejectsBrokenFiles(t *testing.T) {
	t.Parallel()
	schema := compiled(t, defaultRules())
	var accepted []string
	rejected := 0
	for name, file := range corpus(t, "broken") {
		switch ok, readable := accepts(t, schema, file); {
		case ok:
			accepted = append(accepted, name)
		case readable:
			rejected++
		}
	}
	slices.Sort(accepted)
	expect.Equal(t, "broken files that the schema accepts", beyondSchema(), accepted)
	t.Logf("rejects %d", rejected)
}

func TestSchema_AcceptsGoodFiles(t *testing.T) {
	t.Parallel()
	schema := compiled(t, defaultRules())
	for name, file := range corpus(t, "good") {
		if ok, readable := accepts(t, schema, file); readable && !ok {
			t.Errorf("%s is rejected", name)
		}
	}
}

func TestSchema_FollowsTheRules(t *testing.T) {
	t.Parallel()
	schema := compiled(t, Rules{Evidence: []string{"case"}, Required: []string{"case"}})
	for text, want := range map[string]bool{
		`{"a": {"subscription_id": "` + subscription + `", "event_id": "e", "status": "Resolved",
			"reason": "Fraud", "case": "1"}}`: true,
		`{"a": {"subscription_id": "` + subscription + `", "event_id": "e", "status": "Resolved",
			"reason": "Fraud"}}`: false,
		`{"a": {"subscription_id": "` + subscription + `", "event_id": "e", "status": "Resolved",
			"reason": ""}}`: true,
		`{"a": {"subscription_id": "` + subscription + `", "event_id": "e", "status": "Active",
			"case": "1", "ticket": "1"}}`: false,
	} {
		var parsed any
		expect.NoError(t, json.Unmarshal([]byte(text), &parsed))
		if err := schema.Validate(parsed); (err == nil) != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// The example folders contain a schema for the evidence that their configuration takes, and the
// schema accepts the files.
func TestSchema_IsShippedWithTheExamples(t *testing.T) {
	t.Parallel()
	policy := Rules{Evidence: DefaultEvidence(), Required: []string{"ticket", "decided_by"}}
	for folder, rules := range map[string]Rules{
		"decisions-as-code": {Evidence: DefaultEvidence(),
			Required: []string{"ticket", "decided_by", "rationale"}},
		"template":                      policy,
		"guides/policy-as-code":         policy,
		"guides/multi-tenant/decisions": {Evidence: []string{"ticket"}, Required: []string{"ticket"}},
	} {
		folder = filepath.Join("..", "..", "examples", filepath.FromSlash(folder))
		path := filepath.Join(folder, "decisions.schema.json")
		want := expect.Must(Schema(rules))(t)
		if *update {
			expect.NoError(t, os.WriteFile(path, want, 0o600))
		}
		got := expect.Must(os.ReadFile(path))(t)
		expect.Equal(t, path, string(want), string(got))
		files := expect.Must(filepath.Glob(filepath.Join(folder, "[a-z]*.yaml")))(t)
		if len(files) == 0 {
			t.Errorf("no decisions in %s", folder)
		}
		for _, file := range files {
			content := expect.Must(os.ReadFile(file))(t)
			if ok, readable := accepts(t, compiled(t, rules), content); readable && !ok {
				t.Errorf("the schema rejects %s", file)
			}
			if !bytes.HasPrefix(content, []byte(Modeline)) {
				t.Errorf("%s does not name the schema next to it", file)
			}
		}
	}
}

func TestMeantBy(t *testing.T) {
	t.Parallel()
	known := append(entryKeys(), DefaultEvidence()...)
	for slip, want := range map[string]string{
		"reson": "reason", "Reason": "reason", "raeson": "reason", "reasons": "reason",
		"rationales": "rationale",
		"eventid":    "event_id", "event-id": "event_id", "subscriptionid": "subscription_id",
		"statis":         "status",
		"allow_overwrit": "allow_overwrite", "decidedby": "decided_by", "tiket": "ticket",
		"cost_center": "", "x": "", "": "", "note": "", "allow": "",
	} {
		if got := meantBy(slip, known); got != want {
			t.Errorf("%q: got %q, want %q", slip, got, want)
		}
	}
}

// thousands returns a good file larger than that of most partners.
func thousands(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `adatum-%d:
  # High UsageAnomalyDetection: Unusual usage
  subscription_id: "9d2c1b7e-3a64-4f0b-8e15-%012d"
  event_id: "9d2c1b7e-3a64-4f0b-8e15-%012d_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
  status: Resolved
  reason: Fraud
  ticket: SEC-%d
  decided_by: a.larsen@contoso-partner.example
  rationale: Connections to a mining pool; the customer confirms a stolen key.

`, i, i/50, i, i)
	}
	return b.Bytes()
}

func BenchmarkCheck(b *testing.B) {
	file := thousands(5000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if report := Check(file, Rules{Evidence: DefaultEvidence()}); len(report.Findings) > 0 ||
			report.Entries != 5000 {
			b.Fatal(report.Summary(), report.Findings)
		}
	}
}
