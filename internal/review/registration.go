// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// registrationSubject says what changes of the tenant's webhook registration do.
func registrationSubject() subject {
	return subject{key: "tenant_id", create: createRegistration, update: updateRegistration,
		destroy: destroyRegistration, forget: keepRegistration, imports: importRegistration,
		drift: driftRegistration}
}

// receiver returns a URL without its keys, and what a plan says instead of one.
func receiver(values map[string]any, name string) string {
	url := text(values, name)
	if url == "" || url == afterApply || url == hidden {
		return cmp.Or(url, "?")
	}
	return clean(webhookurl.Redacted(url), cellLimit)
}

// unparenthesized returns what a plan says instead of a value, as a part of a sentence.
func unparenthesized(said string) string { return strings.Trim(said, "()") }

// events returns the names of webhook events, in order.
func events(values map[string]any, name string) []string {
	var names []string
	list, isList := values[name].([]any)
	for _, v := range list {
		if s, ok := v.(string); ok {
			names = append(names, clean(s, titleLimit))
		}
	}
	if said, ok := values[name].(string); !isList && ok {
		return []string{said}
	}
	slices.Sort(names)
	return names
}

// without returns the names that the other list does not have, in any case.
func without(names, others []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return slices.ContainsFunc(others, func(o string) bool { return strings.EqualFold(o, name) })
	})
}

// listed names events, at most so many that a reader reads them.
func listed(names []string) string {
	const most = 10
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", and " + grouped(len(names)-most) + " more"
	}
	return strings.Join(names, ", ")
}

// createRegistration knows from the plan what is registered now: prior_webhook_url and
// prior_webhook_events.
func createRegistration(e *effect, o object) {
	url, prior := receiver(o.after, "webhook_url"), receiver(o.after, "prior_webhook_url")
	switch {
	case !isKnown(o.after, "prior_webhook_url"):
		e.send(fmt.Sprintf("Registers %s for webhook events. What it replaces is known after apply.",
			url), Unknown)
	case !isKnown(o.after, "webhook_url") && o.after["prior_webhook_url"] == nil:
		e.send(fmt.Sprintf("Registers a URL that is %s for webhook events.", unparenthesized(url)),
			Unknown)
	case !isKnown(o.after, "webhook_url"):
		e.send(fmt.Sprintf("Replaces the webhook registration of %s with a URL that is %s.", prior,
			unparenthesized(url)), Unknown)
	case o.after["prior_webhook_url"] == nil:
		e.send(fmt.Sprintf("Registers %s for the webhook events %s.", url,
			listed(events(o.after, "webhook_events"))))
	case !webhookurl.Same(url, prior):
		e.send(fmt.Sprintf("Takes over the webhook registration of %s, which then receives nothing: "+
			"registers %s for %s.", prior, url, listed(events(o.after, "webhook_events"))), Overwrites,
			Unsubscribes)
	case isKnown(o.after, "subscriber_id"):
		e.say(fmt.Sprintf("Adopts the webhook registration of %s: nothing is sent.", url))
	default:
		e.send(fmt.Sprintf("Registers %s again.", url))
		if e.sayEvents(events(o.after, "prior_webhook_events"), o.after) {
			e.marks = append(e.marks, Overwrites)
		}
	}
	if o.hasMoved {
		e.say("Somebody else has removed the registration.", Overwrites)
	}
}

// sayEvents says which events a receiver gains and loses. It reports whether it loses any.
func (e *effect) sayEvents(before []string, after map[string]any) bool {
	if !isKnown(after, "webhook_events") {
		e.say("Its events are known after apply.", Unknown)
		return false
	}
	now := events(after, "webhook_events")
	if added := without(now, before); len(added) > 0 {
		e.say("Added: " + listed(added) + ".")
	}
	removed := without(before, now)
	if len(removed) > 0 {
		e.say("Removed: "+listed(removed)+".", Unsubscribes)
	}
	return len(removed) > 0
}

func updateRegistration(e *effect, o object) {
	if e.sayChange(o.before, o.after); e.sends && o.hasMoved {
		e.say("Another tool has changed the registration.", Overwrites)
	}
	if e.sends && o.imported {
		e.say("Terraform has not managed it before.", Overwrites)
	}
	if o.change == "replace" && o.first == "delete" && restores(o.before) {
		e.send(fmt.Sprintf("Meanwhile, %s is registered.", receiver(o.before, "prior_webhook_url")),
			Unsubscribes)
	}
}

// sayChange says what becomes of a registration.
func (e *effect) sayChange(before, after map[string]any) {
	const header = "signature_token_to_ms_signature_header"
	from, to := receiver(before, "webhook_url"), receiver(after, "webhook_url")
	was := events(before, "webhook_events")
	changed := !isKnown(after, "webhook_events") || !sameEvents(before, after)
	switch {
	case !isKnown(after, "webhook_url"):
		e.send(fmt.Sprintf("Sends webhook events to a URL that is %s, instead of %s.",
			unparenthesized(to), from), Unknown)
	case !sameURL(before, after):
		e.send(fmt.Sprintf("Sends webhook events to %s instead of %s, which then receives nothing.", to,
			from), Unsubscribes)
	case changed:
		e.send("Changes the webhook events of " + to + ".")
	case before[header] != after[header]:
		e.send("Changes the header of the signature that " + to + " receives.")
	default:
		e.say("Leaves the webhook registration of " + to + " as it is.")
	}
	if changed {
		e.sayEvents(was, after)
	}
}

// sameURL compares the URLs, with their keys.
func sameURL(a, b map[string]any) bool {
	return webhookurl.Same(text(a, "webhook_url"), text(b, "webhook_url"))
}

func sameEvents(a, b map[string]any) bool {
	as, bs := events(a, "webhook_events"), events(b, "webhook_events")
	return len(without(as, bs))+len(without(bs, as)) == 0
}

func sameRegistration(a, b map[string]any) bool { return sameURL(a, b) && sameEvents(a, b) }

func restores(before map[string]any) bool {
	return before["on_destroy"] == "restore" && before["prior_webhook_url"] != nil
}

// destroyRegistration goes by the last applied options. It does not restore over what another tool
// has registered since.
func destroyRegistration(e *effect, o object) {
	if !restores(o.before) || o.hasMoved && !sameRegistration(o.was, o.before) {
		keepRegistration(e, o)
		return
	}
	e.send(fmt.Sprintf("Registers %s again, as before creation. %s then receives nothing.",
		receiver(o.before, "prior_webhook_url"), receiver(o.before, "webhook_url")), Unsubscribes)
}

func keepRegistration(e *effect, o object) {
	e.say(fmt.Sprintf("Lets go of the webhook registration: %s keeps receiving events.",
		receiver(o.before, "webhook_url")), LetsGo)
}

func importRegistration(e *effect, o object) {
	e.say(fmt.Sprintf("Imports the webhook registration of %s.", receiver(o.after, "webhook_url")))
}

func driftRegistration(e *effect, o object) {
	from, to := receiver(o.before, "webhook_url"), receiver(o.after, "webhook_url")
	switch {
	case o.after == nil:
		e.say(fmt.Sprintf("The webhook registration of %s is gone.", from), Unsubscribes)
	case !sameURL(o.before, o.after):
		e.say(fmt.Sprintf("Another tool sends webhook events to %s instead of %s, which receives "+
			"nothing.", to, from), Unsubscribes)
	case !sameEvents(o.before, o.after):
		e.say("Another tool has changed the webhook events of " + to + ".")
		e.sayEvents(events(o.before, "webhook_events"), o.after)
	}
}
