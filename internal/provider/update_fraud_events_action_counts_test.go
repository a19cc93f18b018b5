// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// of gives an event a customer and a severity. Without a tenant, the name stands for it.
func of(customer, severity string, tenant ...string) func(*emulator.Event) {
	return func(e *emulator.Event) {
		e.CustomerFriendlyName, e.Severity = customer, severity
		e.CustomerTenantID = append(tenant, customer)[0]
	}
}

// previewOf is the preview of an action on everything in subscription A, and its only diagnostic.
func previewOf(t *testing.T, s *emulator.Server, config object) string {
	t.Helper()
	said := configuredClient(t, s).planAction(config)
	if len(said) != 1 || said[0].Summary != previewSummary {
		t.Fatalf("got %+v", said)
	}
	return said[0].Detail
}

func TestUpdateFraudEventsPlan_CountsBySeverityAndCustomer(t *testing.T) {
	t.Parallel()
	s := startEmulator(t,
		event("e1", of("Adatum", "Medium")), event("e2", of("Fabrikam", "Medium")),
		event("e3", of("Fabrikam", "Medium")), event("e4", of("Fabrikam", "high")),
		event("e5", of("Woodgrove", "Severe")), event("e6", of("", "")),
		event("e7", of("Adatum", "High")))
	colleagueResolves(t, s, "e7", "Ignore") // not to be changed, and so not counted
	detail := previewOf(t, s, ignoring(everything()))
	expect.Contains(t, detail, "\n\nTo be changed, by severity and customer:\n"+
		"- High: 1 (Fabrikam 1)\n"+
		"- Medium: 3 (Fabrikam 2, Adatum 1)\n"+
		"- No severity: 1 (unknown customer 1)\n"+
		"- Severe: 1 (Woodgrove 1)\n\n"+
		"- e4: High, ")
}

// Two customers may have one name, and names need not come with a tenant.
func TestUpdateFraudEventsPlan_TellsCustomersOfOneNameApart(t *testing.T) {
	t.Parallel()
	s := startEmulator(t,
		event("e1", of("Contoso", "Low", "t1")), event("e2", of("Contoso", "Low", "t2")),
		event("e3", of("Fabrikam", "Low", "t3")), event("e4", of("Fabrikam", "Low", "T3")),
		event("e5", of("", "Low", "t4")))
	expect.Contains(t, previewOf(t, s, ignoring(everything())),
		"- Low: 5 (Fabrikam 2, Contoso [t1] 1, Contoso [t2] 1, t4 1)\n")
}

func TestUpdateFraudEventsPlan_CountsWhatIsSkippedByReason(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"))
	colleagueResolves(t, s, "e1", "Legitimate")
	colleagueResolves(t, s, "e2", "Fraud")
	colleagueResolves(t, s, "e3", "Fraud")
	expect.Contains(t, previewOf(t, s, ignoring(everything())), "3 resolved otherwise and skipped",
		"\n\nSkipped: 2 Resolved (Fraud), 1 Resolved (Legitimate).\n\n- e4: ")
	invoke(t, s, ignoring(everything())).expectTally(t, tally{Changed: 1, Picked: 4, Skipped: 3})
}

func TestUpdateFraudEventsPlan_PointsOutWhatIsUnderInvestigation(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2", of("Fabrikam", "High")), event("e3"), event("e4"))
	colleagueSets(t, s, "e3", "Investigating", "")
	colleagueSets(t, s, "e4", "Investigating", "")
	detail := previewOf(t, s, ignoring(everything()))
	expect.Contains(t, detail, "- e4: ", "Investigating (set by "+colleague, ")\n- e2: High",
		"\n\nUnder investigation, and to be changed to Resolved (Ignore): 2 events: e3, e4.\n\n- e3: ")
	said := invoke(t, s, ignoring(everything(), object{"dry_run": true}))
	said.expectSaid(t, "Under investigation, to be changed: e3, e4")

	// What stays under investigation is not worth a word.
	investigate := ignoring(everything(), object{"status": "Investigating", "reason": nil})
	if detail = previewOf(t, s, investigate); strings.Contains(detail, "Under investigation") {
		t.Errorf("it says\n%s", detail)
	}
}

func TestUpdateFraudEventsPlan_PointsOutWhatWasReopened(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1", of("Fabrikam", "High")), event("e2"), event("e3"))
	colleagueResolves(t, s, "e2", "Fraud")
	colleagueSets(t, s, "e2", "Active", "")
	colleagueSets(t, s, "e3", "Investigating", "")
	colleagueSets(t, s, "e3", "Active", "") // never resolved, and so not reopened
	detail := previewOf(t, s, ignoring(everything()))
	expect.Contains(t, detail, "\n\nReopened after they were resolved, and to be changed to Resolved "+
		"(Ignore): "+
		"1 event: e2.\n\n- e2: ")
	said := invoke(t, s, ignoring(everything(), object{"dry_run": true}))
	said.expectSaid(t, "Reopened, to be changed: e2")
}

// A thousand alerts, each of another customer and severity, with names that no terminal can bear.
func TestUpdateFraudEventsPlan_StaysShortWhateverTheServiceSays(t *testing.T) {
	t.Parallel()
	const n = 1000
	events := make([]emulator.Event, n)
	for i := range events {
		name := fmt.Sprintf("\x1b[2J\n- High: %04d%s", i, strings.Repeat("name ", 100))
		severity := fmt.Sprintf("severity %d", i%500)
		events[i] = event(fmt.Sprintf("e%04d", i), of(name, severity, fmt.Sprint("t", i)))
		if i%2 == 0 {
			events[i].EventStatus = "Investigating"
		}
	}
	s := startEmulator(t, events...)
	detail := previewOf(t, s, ignoring(everything()))
	expect.Contains(t, detail, "- Other severities: 980 (", "\uFFFD[2J\uFFFD- High: ", "…",
		", 970 others 970)\n",
		"to be changed to Resolved (Ignore): 500 events: e0000, ", " and 480 more.", "- and 980 more; ")
	if strings.Contains(detail, "\x1b") {
		t.Error("there is an escape sequence in it")
	}
	if got := utf8.RuneCountInString(detail); got > 20000 {
		t.Errorf("it has %d characters", got)
	}
}

// A ticket that the same apply opens is not known while it is planned. That must not hide what
// changes.
func TestUpdateFraudEventsPlan_EvidenceThatIsNotKnownYetHidesNoPreview(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	for _, evidence := range []any{unknownYet, object{"ticket": unknownYet}} {
		config := ignoring(everything(), object{"annotations": evidence})
		expect.Contains(t, previewOf(t, s, config), "- e1: ")
	}
	for _, open := range []object{
		{"expected_count": unknownYet},
		{"reason": unknownYet},
		{"timeouts": object{"invoke": unknownYet}},
	} {
		if said := configuredClient(t, s).planAction(ignoring(everything(), open)); len(said) != 0 {
			t.Errorf("with %v it says %v", open, said)
		}
	}
}

// However an invocation ends, its last message is its result.
func TestUpdateFraudEvents_TheResultStandsLast(t *testing.T) {
	t.Parallel()
	forbidden := func(kind string) func(*emulator.Server) {
		return func(s *emulator.Server) {
			s.AddFault(emulator.Fault{Kind: kind, Status: 403, Code: "900150", Times: -1})
		}
	}
	const (
		done     = "Changed 2 of 2 events to Resolved (Ignore): 0 already matched, "
		nothing  = "Changed 0 of 2 events to Resolved (Ignore): "
		unpicked = "Changed 0 events to Resolved (Ignore): they could not be selected, so nothing " +
			"was written."
	)
	for name, test := range map[string]struct {
		config      object
		environment map[string]string
		arrange     func(*emulator.Server)
		result      string
	}{
		"done":          {config: ignoring(everything()), result: done},
		"nothing to do": {config: matchingNone(), result: "Changed 0 of 0 events to Resolved (Ignore)"},
		"another count": {
			config: ignoring(everything(), object{"expected_count": 3}),
			result: nothing + "`expected_count` is 3, so nothing was written.",
		},
		"read-only": {
			config: ignoring(everything()), environment: readOnly(),
			result: nothing + "the provider is read-only, so nothing was written.",
		},
		"an id too many": {config: ignoring(named("e1", "gone")), result: unpicked},
		"no listing": {config: ignoring(everything()), arrange: forbidden(emulator.KindList),
			result: unpicked},
		"no write": {
			config: ignoring(everything()), arrange: forbidden(emulator.KindUpdate),
			result: nothing + "0 already matched, 0 resolved otherwise were skipped, 2 failed.",
		},
		"a dry run": {
			config: ignoring(everything(), object{"dry_run": true}),
			result: "Dry run, nothing was written: 2 events: 2 to be changed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			if test.arrange != nil {
				test.arrange(s)
			}
			last := invoke(t, s, test.config, test.environment).last(t)
			if !strings.HasPrefix(last, test.result) {
				t.Errorf("it ends with\n%s\nwant\n%s", last, test.result)
			}
		})
	}
}

func matchingNone() object {
	return ignoring(matching(object{"severities": []string{"High"}}))
}
