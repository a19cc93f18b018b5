// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// rewrites is a text that would hide the lines above it where Terraform prints it as it is, which
// it does with texts of several lines.
const rewrites = "Name\r\n\x1b[9A\x1b[J\u202e\x07\r"

func hostileEvent() emulator.Event {
	return event("e1", func(e *emulator.Event) {
		e.EventType, e.Severity, e.DisplayName = rewrites, rewrites, rewrites
		e.Description = rewrites
		e.CustomerFriendlyName, e.SubscriptionName, e.PartnerFriendlyName = rewrites, rewrites, rewrites
		e.CustomerTenantID, e.Country, e.EntityName, e.ServiceName = rewrites, rewrites, rewrites,
			rewrites
		e.AdditionalDetails = map[string]string{rewrites: "a\nb\x1b[J"}
	})
}

// expectVisible wants texts of which nothing can act on a terminal. Some may have several lines.
func expectVisible(t *testing.T, where string, value any, lines ...string) {
	t.Helper()
	switch v := value.(type) {
	case string:
		for _, allowed := range lines {
			if strings.HasSuffix(where, allowed) {
				v = strings.NewReplacer("\r\n", "", "\n", "").Replace(v)
			}
		}
		if strings.ContainsFunc(v, func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("%s is %q", where, v)
		}
	case []any:
		for _, element := range v {
			expectVisible(t, where, element, lines...)
		}
	case map[string]any:
		for name, element := range v {
			expectVisible(t, where+" (a key)", name)
			expectVisible(t, where+"."+name, element, lines...)
		}
	}
}

func TestHostileTexts_DoNotRewriteThePlan(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, hostileEvent())
		session := f.start(t, s)
		planned := session.plan(f.decide(isFraud))
		expectVisible(t, "plan", map[string]any(session.plain(planned.state)))
		session.apply(planned)
		moveEvent(t, s, "e1", isIgnored, rewrites)
		session.refresh()
		expectVisible(t, "state", map[string]any(session.state()))
	})
}

func TestHostileTexts_DoNotActInOutputs(t *testing.T) {
	t.Parallel()
	hostile := hostileEvent()
	hostile.EventStatus, hostile.ResolvedReason = rewrites, rewrites
	got := configuredClient(t, startEmulator(t, hostile)).events(object{})[0]
	expectVisible(t, "event", map[string]any(got), ".description",
		"additional_details.Name \uFFFD[9A\uFFFD[J\uFFFD\uFFFD ")
	expectEqual(t, "the lines of the description", any("Name\r\n\uFFFD[9A\uFFFD[J\uFFFD\uFFFD\uFFFD"),
		got["description"])
}
