// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// writeLedger writes entries of a decisions file. Pasting undecided ones decides nothing, because
// an entry without a reason declares nothing. Values that people fill in have quotes, so that YAML
// reads them as typed.
//
// Users may append the output to a file. So without events it contains only comments, not a map.
func writeLedger(out *bytes.Buffer, drafts []decisions.Draft) {
	out.WriteString(decisions.Modeline + "\n")
	if len(drafts) == 0 {
		out.WriteString("\n# No fraud events match.\n")
		return
	}
	taken := map[string]bool{}
	for _, draft := range drafts {
		draft.Key = decisions.FreeKey(draft.Key, taken)
		out.WriteString("\n" + draft.Block())
	}
}

// undecidedDraft leaves the reason and the evidence to people.
func undecidedDraft(e fraud.Event) decisions.Draft {
	return draftOf(e, []decisions.Value{
		{Name: "status", Text: string(fraud.Resolved)},
		{Name: "reason", Remark: strings.ReplaceAll(fraud.OneOf(fraud.Reasons(), "or"), "`", "")},
		{Name: "ticket"}, {Name: "decided_by"}, {Name: "rationale"},
	})
}

// widestFact limits a comment to the width of a screen.
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

// ledgerKey returns the customer, the time of detection, and a fingerprint of the ids: an event has
// the same key in every listing, and no other event has it, even if one file holds the entries of
// several nights. It is a plain YAML scalar of letters, digits, and hyphens, and never only a
// number or a date.
func ledgerKey(e fraud.Event) string {
	parts := []string{cmp.Or(slug(cmp.Or(e.CustomerFriendlyName, e.SubscriptionName)), "event")}
	if !e.EventTime.IsZero() {
		parts = append(parts, e.EventTime.UTC().Format(time.DateOnly))
	}
	sum := sha256.Sum256([]byte(strings.ToLower(e.String())))
	return strings.Join(append(parts, fmt.Sprintf("%x", sum[:4])), "-")
}

// slug keeps letters and digits, in lower case, with hyphens between words.
func slug(s string) string {
	const longest = 40 // in characters
	words := strings.FieldsFunc(strings.ToLower(s),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	runes := []rune(strings.Join(words, "-"))
	return strings.TrimRight(string(runes[:min(len(runes), longest)]), "-")
}
