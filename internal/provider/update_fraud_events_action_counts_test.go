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

// previewOf is the preview of an action on everything in subscription A, and its only diagnostic.
func previewOf(t *testing.T, s *emulator.Server, config object) string {
	t.Helper()
	said := configuredClient(t, s).planAction(config)
	if len(said) != 1 || said[0].Summary != previewSummary {
		t.Fatalf("got %+v", said)
	}
	return said[0].Detail
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
