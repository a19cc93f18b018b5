// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// From an alert to a recorded decision, an analyst types at most five commands: those of the guide.
func TestGuideAlerts_FromAnAlertToADecisionInFiveCommands(t *testing.T) {
	t.Parallel()
	page := readFile(t, "templates/guides/alerts-to-pull-requests.md.tmpl")
	_, section, _ := strings.Cut(page, "## From an alert to a recorded decision\n")
	var commands []string
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(section, -1) {
		commands = append(commands, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	if n := len(commands); n < 2 || n > 5 {
		t.Fatalf("the guide has %d commands: %q", n, commands)
	}

	s := acctest.StartEmulator(t)
	alert := emulator.NewEvent(adatum, adatumMiner)
	s.Inject(alert)
	w := newWorkspace(t, s.Env())
	copyExample(t, w, "decisions-as-code")
	w.Write(decisionsFile, "")
	shims := t.TempDir()
	expect.NoError(t, os.Symlink(w.Environment["TERRAFORM"], filepath.Join(shims, "terraform")))
	w.Environment["PATH"] = shims + string(os.PathListSeparator) + w.Environment["PATH"]
	w.Must("init")
	for i, command := range commands {
		if i == 1 { // the analyst fills in the entry
			filled := strings.NewReplacer(`reason: ""`, "reason: Fraud", `ticket: ""`, "ticket: SEC-1042",
				`decided_by: ""`, "decided_by: kim@contoso-partner.example",
				`rationale: ""`, "rationale: The customer confirms a stolen key.").
				Replace(w.Read(decisionsFile))
			w.Write(decisionsFile, filled)
		}
		if out, status := w.Run("sh", "-c", command); status != 0 {
			t.Fatalf("%s: exit status %d\n%s", command, status, out)
		}
	}
	expect.Equal(t, "standing", "Resolved Fraud", standings(s)[adatumMiner])
	expect.Contains(t, w.Must("show"), "SEC-1042")
}

// Editors check each decisions file that is shipped, with a schema that is there.
func TestExamples_DecisionsFilesNameTheirSchema(t *testing.T) {
	t.Parallel()
	modeline := regexp.MustCompile(`\A# yaml-language-server: \$schema=(\S+)\n`)
	found := 0
	for _, file := range filesBelow(t, "examples") {
		isOne := filepath.Base(file) == decisionsFile || filepath.Base(filepath.Dir(file)) == "decisions"
		if !isOne || filepath.Ext(file) == ".json" {
			continue
		}
		found++
		match := modeline.FindStringSubmatch(readFile(t, file))
		if match == nil {
			t.Errorf("%s does not begin with the modeline", file)
			continue
		}
		expect.Contains(t, readFile(t, filepath.Join(filepath.Dir(file), match[1])), `"$schema"`)
	}
	if found < 5 {
		t.Errorf("found %d files", found)
	}
}
