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

// writeEventsLedger writes an undecided entry of a decisions file for each event. Pasting decides
// nothing, because an entry without a reason declares nothing. Values that people fill in have
// quotes, so that YAML reads them as typed.
//
// Users may append the output to a file. So without events it is a comment, not a map, and it
// starts with a line break, because the last line of that file may lack one.
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

// widestFact keeps a comment within the width of a screen.
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

// ledgerKey consists of the customer, the time of detection, and a fingerprint of the ids: an event
// has the same key in every listing, and no other event has it, even if one file holds the
// entries of several nights. It is a plain YAML scalar of letters, digits, and hyphens, and never
// only a number or
// a date.
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

// freeKey adds a number to a key that is taken.
func freeKey(key string, taken map[string]bool) string {
	free := key
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", key, n)
	}
	taken[free] = true
	return free
}

// slug keeps letters and digits, in lower case, with hyphens between words.
func slug(s string) string {
	const longest = 40 // runes
	words := strings.FieldsFunc(strings.ToLower(s),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	runes := []rune(strings.Join(words, "-"))
	return strings.TrimRight(string(runes[:min(len(runes), longest)]), "-")
}
