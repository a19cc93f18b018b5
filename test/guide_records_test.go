// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"archive/zip"
	"cmp"
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// personal is a detail about people or about a customer's resources, and the texts that reveal it.
type personal struct {
	what  string
	texts []string
}

const customerName = "Adatum"

// personalData lists the personal data in personalEvent, and the user who signs in.
func personalData() []personal {
	return []personal{
		{"customer's name", []string{customerName}},
		{"customer's tenant id", []string{"5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593"}},
		{"subscription's name", []string{"Adventure production"}},
		{"reseller's name", []string{"Northwind Reseller"}},
		{"your company's name", []string{"Contoso CSP"}},
		{"e-mail address of the resolver", []string{"resolver@contoso-partner.example"}},
		{"e-mail addresses of earlier agents", []string{"analyst@contoso-partner.example"}},
		{"names of resources and resource groups", []string{"vm-kim", "rg-kim"}},
		{"IP addresses", []string{"203.0.113.7", "198.51.100.18"}},
		{"e-mail address of the signed-in user",
			[]string{"adminagent.csp@testtestpartner.onmicrosoft.com"}},
	}
}

// startWithPersonalData starts an emulator with an event that a colleague has resolved.
func startWithPersonalData(t *testing.T) *emulator.Server {
	t.Helper()
	e := decidedEvents()[0]
	e.SubscriptionName, e.EntityName, e.ResourceName, e.ResourceGroupName = "Adventure production",
		"vm-kim", "vm-kim", "rg-kim"
	renamed := strings.NewReplacer("vm-web-01", "vm-kim", "rg-web", "rg-kim")
	e.EntityURL = renamed.Replace(e.EntityURL)
	e.AffectedResources = slices.Clone(e.AffectedResources)
	for i, r := range e.AffectedResources {
		e.AffectedResources[i].AzureResourceID = renamed.Replace(r.AzureResourceID)
	}
	e.GraphID = e.EventID
	s := acctest.StartEmulator(t, e)
	expect.NoError(t, s.ChangeStatus(adatumMiner, "Investigating", "",
		"analyst@contoso-partner.example"))
	expect.NoError(t, s.ChangeStatus(adatumMiner, "Resolved", "Fraud",
		"resolver@contoso-partner.example"))
	return s
}

// The guide's tables show what a run with everything leaves in state and plan, through each API.
func TestGuidePersonalData_TableShowsTheContentOfStateAndPlan(t *testing.T) {
	t.Parallel()
	for _, api := range []string{"partnercenter", "graph"} {
		t.Run(api, func(t *testing.T) {
			t.Parallel()
			expectPersonalDataTable(t, api)
		})
	}
}

func expectPersonalDataTable(t *testing.T, api string) {
	t.Helper()
	s := startWithPersonalData(t)
	settings := s.Env()
	settings["PARTNERCENTER_API"] = api
	w := acctest.NewWorkspace(t, settings)
	copyFile(t, filepath.Join("testdata", "personal-data.tf"), w.Folder)
	w.Must("init")
	w.Must("plan", "-out=tfplan")
	kept := map[string]string{}
	collectByAddress(t, w.Must("show", "-json", "tfplan"), kept)
	w.Must("apply", "tfplan")
	collectByAddress(t, w.Must("show", "-json"), kept)

	table := personalDataTable(t, kept)
	if guide := readFile(t, "templates/guides/personal-data.md.tmpl"); !strings.Contains(guide,
		table) {
		t.Errorf("the guide's table should be:\n%s", table)
	}
}

func personalDataTable(t *testing.T, kept map[string]string) string {
	t.Helper()
	columns := []struct{ title, address string }{
		{"events", "partnercenter_fraud_events.with_details"},
		{"events without details", "partnercenter_fraud_events.without_details"},
		{"summary", "partnercenter_fraud_event_summary.it"},
		{"client", "partnercenter_client_config.it"},
		{"resolution", "partnercenter_fraud_event_resolution.it"},
		{"resolutions", "partnercenter_fraud_event_resolutions.it"},
	}
	var b strings.Builder
	b.WriteString("| |")
	for _, c := range columns {
		if kept[c.address] == "" {
			t.Errorf("nothing is kept of %s", c.address)
		}
		b.WriteString(" " + c.title + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(columns)) + "\n")
	for _, p := range personalData() {
		b.WriteString("| " + p.what + " |")
		for _, c := range columns {
			b.WriteString(yes(p.in(kept[c.address])))
		}
		b.WriteString("\n")
		if p.in(kept["partnercenter_fraud_event.it"]) != p.in(
			kept["partnercenter_fraud_events.with_details"]) {
			t.Errorf("the two data sources for events differ in the %s", p.what)
		}
	}
	return b.String()
}

func yes(is bool) string {
	if is {
		return " yes |"
	}
	return " |"
}

func (p personal) in(content string) bool {
	for _, text := range p.texts {
		if strings.Contains(content, text) {
			return true
		}
	}
	return false
}

// collectByAddress adds to each address the JSON of all its values in a state or plan.
func collectByAddress(t *testing.T, content string, into map[string]string) {
	t.Helper()
	var root any
	expect.NoError(t, json.Unmarshal([]byte(content), &root))
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, element := range v {
				walk(element)
			}
		case map[string]any:
			if address, ok := v["address"].(string); ok {
				part := expect.Must(json.Marshal(v))(t)
				into[strings.TrimPrefix(address, "data.")] += string(part)
			}
			for _, element := range v {
				walk(element)
			}
		}
	}
	walk(root)
}

// The configuration that the guide recommends keeps only the customer's name.
func TestGuidePersonalData_RecommendedConfigurationKeepsItOut(t *testing.T) {
	t.Parallel()
	s := startWithPersonalData(t)
	w := newWorkspace(t, s.Env(), "guides/personal-data")
	w.Must("plan", "-out=tfplan")
	kept := unzipped(t, filepath.Join(w.Folder, "tfplan"))
	w.Must("apply", "tfplan")
	kept["state"] = w.Read("terraform.tfstate")
	kept["private state"] = privateState(t, kept["state"])
	w.Must("plan", "-out=tfplan")
	for name, content := range unzipped(t, filepath.Join(w.Folder, "tfplan")) {
		kept["second plan, "+name] = content
	}

	for name, content := range kept {
		for _, p := range personalData() {
			if p.texts[0] != customerName && p.in(content) {
				t.Errorf("%s holds: %s", name, p.what)
			}
		}
	}
	if !strings.Contains(kept["state"], customerName) {
		t.Error("the guide says that the customer's name is in state")
	}
}

// privateState returns the provider's private state.
func privateState(t *testing.T, state string) string {
	t.Helper()
	var parsed struct {
		Resources []struct {
			Instances []struct{ Private []byte }
		}
	}
	expect.NoError(t, json.Unmarshal([]byte(state), &parsed))
	var all strings.Builder
	for _, r := range parsed.Resources {
		for _, instance := range r.Instances {
			all.Write(instance.Private)
		}
	}
	if all.Len() == 0 {
		t.Error("there is no private state")
	}
	return all.String()
}

// unzipped returns the files of a saved plan.
func unzipped(t *testing.T, path string) map[string]string {
	t.Helper()
	plan := expect.Must(zip.OpenReader(path))(t)
	defer func() { _ = plan.Close() }()
	files := map[string]string{}
	for _, file := range plan.File {
		r := expect.Must(file.Open())(t)
		content := expect.Must(io.ReadAll(r))(t)
		files[file.Name] = string(content)
	}
	if len(files) == 0 {
		t.Fatal("the saved plan is empty")
	}
	return files
}

func TestGuideEvidence_WhoDecidedWhatOnWhichTicket(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	// before its decision was declared
	colleagueSets(t, s, fabrikamTest, "Resolved", "Ignore")
	w := newWorkspace(t, s.Env(), "decisions-as-code", "guides/evidence")
	w.Environment["PARTNERCENTER_AUDIT_LOG_PATH"] = "audit.jsonl"
	jq := func(program, file string) string {
		t.Helper()
		rows, status := w.Run("jq", "-rf", program, file)
		if status != 0 {
			t.Fatalf("%s: exit status %d\n%s", program, status, rows)
		}
		return strings.TrimSpace(rows)
	}
	var tr transcript

	w.Must("plan", "-out=tfplan")
	w.Write("tfplan.json", w.Must("show", "-json", "tfplan"))
	tr.add("terraform plan -out=tfplan", "...")
	tr.add("terraform show -json tfplan | jq -rf planned.jq", jq("planned.jq", "tfplan.json"))
	w.Must("apply", "tfplan")
	tr.add("terraform apply tfplan", "...")
	tr.add("terraform output evidence", w.Must("output", "evidence"))
	tr.add("jq -rf audit.jq audit.jsonl", inOrderOfTickets(jq("audit.jq", "audit.jsonl")))
	tr.compare(t, "evidence")
}

// inOrderOfTickets sorts rows of concurrent writes.
func inOrderOfTickets(rows string) string {
	ticket := func(row string) string { return row[strings.LastIndex(row, "\t"):] }
	return strings.Join(slices.SortedFunc(strings.SplitSeq(rows, "\n"),
		func(a, b string) int { return cmp.Compare(ticket(a), ticket(b)) }), "\n")
}
