// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestUpdateFraudEvents_EachEventIsOnTheRecordWithTheEvidence(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	colleagueResolves(t, s, "e2", "Ignore")
	colleagueResolves(t, s, "e3", "Fraud")
	log := newAuditLog(t)
	evidence := map[string]any{"ticket": "SEC-1042", "rationale": "looked \"twice\"\nby kim"}
	config := ignoring(everything(),
		object{"annotations": merged(evidence, map[string]any{"left_out": nil})})
	c := configuredClient(t, s, log.environment())
	c.planAction(config)
	c.invokeAction(config.with(object{"dry_run": true}))
	expectEqual(t, "lines of a plan and of a dry run", 0, len(log.entries(t)))
	// once for all, and nothing to write is nothing to refuse
	expectDiagnostics(t, invoke(t, s, config, readOnly(), log.environment()).diagnostics,
		anError(readOnlySummary, "status"))
	invoke(t, s, ignoring(named("e2")), readOnly()).expectTally(t, tally{Picked: 1, Already: 1})
	expectWrites(t, s, 0)
	c.invokeAction(config)

	expectBodies(t, s, ignored("e1")) // without the evidence
	request := requestsOf(s, emulator.KindUpdate)[0]
	expectNot(t, request.Body, "SEC-1042")
	asDecided := map[string]any{"status": "Resolved", "reason": "Ignore"}
	entry := func(id, result string, more map[string]any) map[string]any {
		return log.entry(s, id, merged(map[string]any{"to": asDecided, "annotations": evidence,
			"result": result}, more))
	}
	adopted := entry("e2", "adopted", map[string]any{"from": asDecided})
	refused := entry("e3", "refused", map[string]any{"error": "already",
		"from": map[string]any{"status": "Resolved", "reason": "Fraud"}})
	log.expect(t, s, entry("e1", "refused", map[string]any{"error": "read-only"}),
		entry("e1", "written", map[string]any{"request_id": request.Header.Get("MS-RequestId")}),
		adopted, adopted, refused, refused)
}

func TestUpdateFraudEvents_TextsOfTheServiceMoveNoCursor(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"),
		event("e2", func(e *emulator.Event) { e.CustomerFriendlyName = "Fabri\x1b[2Jkam\u202e\r\n" }))
	expect.NoError(t, s.ChangeStatus("e1", "Resolved", "Fraud", "kim\x1b[31m@contoso.com"))
	c := configuredClient(t, s)
	plan := c.planAction(ignoring(everything()))
	said := c.invokeAction(ignoring(everything()))
	said.expectSaid(t, "kim\uFFFD[31m@contoso.com")
	all := plan.text("plan") + said.diagnostics.text("invoke") + strings.Join(said.messages, "\n")
	if i := strings.IndexFunc(strings.ReplaceAll(all, "\n", ""),
		func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }); i >= 0 {
		t.Errorf("there is a control character in %q", all)
	}
	expect.Contains(t, all, "Fabri\uFFFD[2Jkam\uFFFD\uFFFD\uFFFD,")
}
