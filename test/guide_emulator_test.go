// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const emulatorGuide = "templates/guides/emulator.md.tmpl"

// controlLines returns the guide's function for the control endpoint, and the lines that call it.
func controlLines(t *testing.T) (function string, lines []string) {
	t.Helper()
	block := regexp.MustCompile("(?s)```sh\n(emulator.*?)\n```")
	for _, match := range block.FindAllStringSubmatch(readFile(t, emulatorGuide), -1) {
		if strings.HasPrefix(match[1], "emulator() {") {
			function = match[1] + "\n"
			continue
		}
		call := regexp.MustCompile(`(?m)^emulator [a-z-]+( '[^']*')?$`)
		found := call.FindAllString(match[1], -1)
		expect.Equal(t, "a block of calls", strings.Join(found, "\n"), match[1])
		lines = append(lines, found...)
	}
	return function, lines
}

// userCode starts a sign-in on another device, and returns its code.
func userCode(t *testing.T, w *acctest.Workspace, clientID string) string {
	t.Helper()
	out, _ := w.Run("bash", "-c", `curl --silent --cacert "$PARTNERCENTER_CA_BUNDLE_PATH" `+
		`--data client_id=`+clientID+` --data-urlencode `+
		`scope=https://api.partnercenter.microsoft.com/user_impersonation `+
		`"$PARTNERCENTER_AUTHORITY_HOST/organizations/oauth2/v2.0/devicecode"`)
	code := regexp.MustCompile(`"user_code":"([^"]+)"`).FindStringSubmatch(out)
	if code == nil {
		t.Fatalf("there is no code:\n%s", out)
	}
	return code[1]
}

// Each line of the guide does something, in the order in which it is printed.
func TestGuideEmulator_ControlLinesRunAsPrinted(t *testing.T) {
	t.Parallel()
	needCurl(t)
	s := expect.Must(emulator.Start(emulator.Options{
		Seed: emulator.Seed{Story: emulator.StoryDecisions}}))(t)
	t.Cleanup(func() { expect.NoError(t, s.Close()) })
	w := acctest.NewWorkspace(t, s.Env())
	w.PrintsSecrets = true // the page shows how to get the variables
	function, lines := controlLines(t)
	for _, line := range lines {
		if strings.Contains(line, `"CODE"`) {
			line = strings.Replace(line, "CODE", userCode(t, w, s.PublicClientID()), 1)
		}
		if out, status := w.Run("bash", "-c", function+line); status != 0 || out == "" {
			t.Errorf("%s: exit status %d\n%s", line, status, out)
		}
		switch {
		case strings.Contains(line, `"Legitimate"`):
			e, _ := s.Event("tonight")
			expect.Equal(t, "after the change", "Resolved Legitimate kim@contoso.com High",
				strings.Join([]string{e.EventStatus, e.ResolvedReason, e.ResolvedBy, e.Severity}, " "))
		case strings.Contains(line, "times"):
			expect.Equal(t, "faults", 3, len(s.PendingFaults()))
		}
	}
	expect.Equal(t, "at the end", map[string]string{adatumMiner: "Resolved Fraud"}, standings(s))
	expect.Equal(t, "faults", 0, len(s.PendingFaults()))
	expect.Equal(t, "switch", 100, s.Behaviour().MaxPageSize)
	out, status := w.Run("bash", "-c", function+`emulator change '{"eventId": "gone"}'`)
	if status == 0 || !strings.Contains(out, "no such status") {
		t.Errorf("a mistake: exit status %d\n%s", status, out)
	}
}

// No path of the control endpoint is missing in the guide, and the guide invents none.
func TestGuideEmulator_NamesEveryPathOfTheControlEndpoint(t *testing.T) {
	t.Parallel()
	registered := regexp.MustCompile(`\b(?:get|post)\("([a-z-]+)"|Root \+ "([a-z-]+)"`)
	want := []string{}
	for _, match := range registered.FindAllStringSubmatch(
		readFile(t, "internal/emulator/control/control.go"), -1) {
		want = append(want, match[1]+match[2])
	}
	_, lines := controlLines(t)
	got := []string{}
	for _, line := range lines {
		got = append(got, strings.Fields(line)[1])
	}
	sorted := func(names []string) []string {
		slices.Sort(names)
		return slices.Compact(names)
	}
	expect.Equal(t, "paths", sorted(want), sorted(got))
}

// The guides that need their own alerts say how to get them.
func TestGuideEmulator_EachStoryHasItsGuide(t *testing.T) {
	t.Parallel()
	for _, story := range emulator.Stories() {
		flag, guide := "`--seed-guides="+story+"`", story
		if story == emulator.StoryDecisions {
			flag, guide = "`--seed-guides`", "decisions-as-code"
		}
		for _, page := range []string{emulatorGuide, "templates/guides/" + guide + ".md.tmpl"} {
			if !strings.Contains(readFile(t, page), flag) {
				t.Errorf("%s does not name %s", page, flag)
			}
		}
	}
}
