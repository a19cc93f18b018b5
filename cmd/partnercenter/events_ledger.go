// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// writeEventsLedger writes an entry of a decisions file for each event, with the decision left
// open. Nothing is decided by pasting: an entry without a reason declares nothing. What people fill
// in stands between quotes, so that it stays the text that they type.
//
// The output may be appended to a file. So with no event it is a comment, not a map; and it begins
// with a line break, because the last line of that file may lack its own.
func writeEventsLedger(out *bytes.Buffer, events []fraud.Event) {
	if len(events) == 0 {
		out.WriteString("\n# No fraud events match.\n")
	}
	taken := map[string]bool{}
	for _, e := range events {
		out.WriteString("\n")
		writeLedgerEntry(out, freeKey(ledgerKey(e), taken), e)
	}
}

func writeLedgerEntry(out *bytes.Buffer, key string, e fraud.Event) {
	fmt.Fprintf(out, "%s:\n", key)
	for _, fact := range []string{
		cmp.Or(strings.TrimSpace(e.Severity+" "+e.EventType), "-") + ": " + cmp.Or(e.DisplayName, "-"),
		ledgerStanding(e) + ", detected " + clock(e.EventTime),
		"Customer: " + named(e.CustomerFriendlyName, e.CustomerTenantID),
		"Subscription: " + cmp.Or(e.SubscriptionName, "-"),
	} {
		fmt.Fprintf(out, "  # %s\n", shortened(visible(fact), widestFact))
	}
	fmt.Fprintf(out, "  subscription_id: %s\n  event_id: %s\n", quoted(e.SubscriptionID),
		quoted(e.EventID))
	fmt.Fprintf(out, "  status: %s\n  reason: \"\" # %s\n", fraud.Resolved,
		strings.ReplaceAll(fraud.OneOf(fraud.Reasons(), "or"), "`", ""))
	out.WriteString("  ticket: \"\"\n  decided_by: \"\"\n  rationale: \"\"\n")
}

// widestFact keeps a comment on what a screen shows.
const widestFact = 160

func ledgerStanding(e fraud.Event) string {
	if e.ResolvedBy == "" {
		return cmp.Or(standing(e), "-")
	}
	return standing(e) + " by " + e.ResolvedBy
}

func named(name, id string) string {
	if name == "" {
		return cmp.Or(id, "-")
	}
	return name + " (" + cmp.Or(id, "-") + ")"
}

// ledgerKey says whose event it is and when it was detected, and ends with a fingerprint of its ids: an event has the
// same key in every listing, and shares it with none, also where entries of several nights stand in one file. It is a
// plain scalar of YAML: letters, digits and hyphens, and never a number or a date alone.
func ledgerKey(e fraud.Event) string {
	var parts []string
	if customer := slug(cmp.Or(e.CustomerFriendlyName, e.SubscriptionName)); customer != "" {
		parts = append(parts, customer)
	} else {
		parts = append(parts, "event")
	}
	if !e.EventTime.IsZero() {
		parts = append(parts, e.EventTime.UTC().Format(time.DateOnly))
	}
	sum := sha256.Sum256([]byte(strings.ToLower(e.String())))
	return strings.Join(append(parts, fmt.Sprintf("%x", sum[:4])), "-")
}

// freeKey counts on from a key that is taken.
func freeKey(key string, taken map[string]bool) string {
	free := key
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", key, n)
	}
	taken[free] = true
	return free
}

// slug keeps letters and digits, in lower case, with hyphens between the words.
func slug(s string) string {
	const longest = 40 // runes
	words := strings.FieldsFunc(strings.ToLower(s),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	runes := []rune(strings.Join(words, "-"))
	return strings.TrimRight(string(runes[:min(len(runes), longest)]), "-")
}
