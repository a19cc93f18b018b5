// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// idsPerMessage keeps progress messages short enough for a terminal.
const idsPerMessage = 20

// announce says what was picked, and names what will be left as it is.
func (u *update) announce(p picked) {
	u.say("Picked " + forecastText(p, u.order.sweep.Decision) + ".")
	u.sayIDs(fmt.Sprintf("Already %s", u.order.sweep.Decision), idsOf(p.forecast.Adopt))
	u.sayIDs("Resolved otherwise, skipped", standingsOf(p.forecast.LeaveAlone))
	u.sayIDs("Under investigation, to be changed", idsOf(p.underInvestigation()))
	u.sayIDs("Reopened, to be changed", idsOf(p.reopened()))
}

// forecastText reads like "230 events: 212 to be changed to Resolved (Ignore), 12 are so already, 6
// resolved otherwise are skipped".
func forecastText(p picked, d fraud.Decision) string {
	parts := []string{
		fmt.Sprintf("%s: %d to be changed to %s", explain.CountEvents(len(p.events)), changes(p.forecast),
			d),
		fmt.Sprintf("%d so already", len(p.forecast.Adopt)),
		fmt.Sprintf("%d resolved otherwise and skipped", len(p.forecast.LeaveAlone)),
	}
	if n := len(p.forecast.Overwrite); n > 0 {
		parts[0] += fmt.Sprintf(" (%d of them resolved otherwise, by `allow_overwrite`)", n)
	}
	return strings.Join(parts, ", ")
}

// sayProgress names the events that a batch has changed.
func (u *update) sayProgress(changed []fraud.Event) {
	u.sayIDs(fmt.Sprintf("Changed to %s (%d so far)", u.order.sweep.Decision, len(u.outcome.changed)),
		idsOf(changed))
}

func (u *update) sayChanged(err *fraud.ChangedError) {
	u.say(fmt.Sprintf("Skipped, as somebody else has changed it meanwhile: %s, now %s",
		fraud.Printable(err.Event.EventID), fraud.Printable(err.Event.Settled())))
}

// sayIDs names all ids, in as many messages as it takes.
func (u *update) sayIDs(what string, ids []string) {
	said := 0
	for part := range slices.Chunk(ids, idsPerMessage) {
		place := ""
		if len(ids) > idsPerMessage {
			place = fmt.Sprintf(" [%d to %d of %d]", said+1, said+len(part), len(ids))
		}
		said += len(part)
		u.say(what + place + ": " + strings.Join(part, ", "))
	}
}

// summary is the honest count: only what Partner Center reports as decided has changed.
func (o updateOutcome) summary(d fraud.Decision) string {
	parts := []string{
		fmt.Sprintf("Changed %d of %s to %s: %s so already", len(o.changed),
			explain.CountEvents(o.picked), d, were(o.already)),
		fmt.Sprintf("%d resolved otherwise %s skipped", len(o.skipped), was(len(o.skipped))),
	}
	if o.meanwhile > 0 {
		parts = append(parts, fmt.Sprintf("%d changed meanwhile by somebody else %s skipped", o.meanwhile,
			was(o.meanwhile)))
	}
	parts = append(parts, fmt.Sprintf("%d failed", len(o.failed)))
	if len(o.notTried) > 0 {
		parts = append(parts, were(len(o.notTried))+" not tried")
	}
	return strings.Join(parts, ", ") + "." + countStandings(" Skipped: ", o.skipped)
}

// sayNothingWritten ends an invocation that has written nothing: its result, too, stands last.
func (u *update) sayNothingWritten(why string) {
	u.say(fmt.Sprintf("Changed 0 of %s to %s: %s, so nothing was written.",
		explain.CountEvents(u.outcome.picked), u.order.sweep.Decision, why))
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// were reads like "12 were".
func were(n int) string { return fmt.Sprintf("%d %s", n, was(n)) }

// standingsOf names events with how they stand.
func standingsOf(events []fraud.Event) []string {
	lines := make([]string, len(events))
	for i, e := range events {
		lines[i] = fraud.Printable(e.EventID + " is " + e.Settled())
	}
	return lines
}
