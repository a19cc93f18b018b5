// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"strings"
	"testing"
)

// registrationOf returns a registration of two events.
func registrationOf(t *testing.T, url string, changes ...string) string {
	t.Helper()
	return object(t, append([]string{"webhook_url", quoted(url), "webhook_events",
		`["fraud", "test-created"]`, "tenant_id", `"t"`, "on_destroy", `"keep"`,
		"prior_webhook_url", "null", "prior_webhook_events", "null"}, changes...)...)
}

func registrationCases(t *testing.T) map[string]objectCase {
	t.Helper()
	const shownA, shownB = "https://a.example/hook?code=…", "https://b.example/hook"
	a, b := registrationOf(t, receiverA), registrationOf(t, receiverB)
	do := func(actions, before, after, more string) string {
		return change("r", "webhook_registration", actions, before, after, more)
	}
	drift := func(actions, before, after string) string {
		return `],"resource_drift":[` + do(actions, before, after, "")
	}
	fewer := registrationOf(t, receiverA, "webhook_events", `["test-created"]`)
	prior := func(url, events string, more ...string) string {
		return registrationOf(t, receiverA, append([]string{"prior_webhook_url", quoted(url),
			"prior_webhook_events", events}, more...)...)
	}
	const unknownID = `, "after_unknown": {"subscriber_id": true}`
	restoring := prior(shownB, `["invoice"]`, "on_destroy", `"restore"`)
	return map[string]objectCase{
		"create": {do(`["create"]`, "null", a, unknownID),
			"create []: Registers " + shownA + " for the webhook events fraud, test-created."},
		"take over": {do(`["create"]`, "null", prior(shownB, `["invoice"]`, "allow_overwrite", "true"),
			unknownID), "create [overwrites unsubscribes]: Takes over the webhook registration of " +
			shownB +
			", which then receives nothing: registers " + shownA + " for fraud, test-created."},
		"adopt": {do(`["create"]`, "null", prior(shownA, `["fraud", "test-created"]`), ""),
			"create []: Adopts the webhook registration of " + shownA + ": nothing is sent."},
		"replace the events": {do(`["create"]`, "null", prior(shownA, `["fraud", "invoice"]`), unknownID),
			"create [unsubscribes overwrites]: Registers " + shownA + " again. Added: test-created. " +
				"Removed: invoice."},
		"prior unknown": {do(`["create"]`, "null", a, `, "after_unknown": {"prior_webhook_url": true}`),
			"create [unknown]: Registers " + shownA +
				" for webhook events. What it replaces is known after apply."},
		"unknown URL of the first one": {do(`["create"]`, "null", registrationOf(t, ""),
			`, "after_unknown": {"webhook_url": true}`), "create [unknown]: Registers a URL that is " +
			"known after apply for webhook events."},
		"unknown URL over another": {do(`["create"]`, "null", registrationOf(t, "",
			"prior_webhook_url", quoted(shownB), "prior_webhook_events", `["invoice"]`),
			`, "after_unknown": {"webhook_url": true}`), "create [unknown]: Replaces the webhook " +
			"registration of " + shownB + " with a URL that is known after apply."},
		"created again": {do(`["create"]`, "null", a, unknownID) + drift(`["delete"]`, a, "null"),
			"create [overwrites]: Registers " + shownA + " for the webhook events fraud, test-created. " +
				"Somebody else has removed the registration."},
		"another URL": {do(`["update"]`, a, b, ""), "update [unsubscribes]: Sends webhook events to " +
			shownB + " instead of " + shownA + ", which then receives nothing."},
		"unknown URL": {do(`["update"]`, a, registrationOf(t, ""),
			`, "after_unknown": {"webhook_url": true}`), "update [unknown]: Sends webhook events to a URL " +
			"that is known after apply, instead of " + shownA + "."},
		"another key": {do(`["update"]`, a, registrationOf(t, receiverA+"2"), ""),
			"update [unsubscribes]: Sends webhook events to " + shownA + " instead of " + shownA +
				", which then receives nothing."},
		"fewer events": {do(`["update"]`, a, fewer, ""), "update [unsubscribes]: Changes the webhook " +
			"events of " + shownA + ". Removed: fraud."},
		"more events": {do(`["update"]`, fewer, a, ""), "update []: Changes the webhook events of " +
			shownA + ". Added: fraud."},
		"header": {do(`["update"]`, a, registrationOf(t, receiverA,
			"signature_token_to_ms_signature_header", "true"), ""),
			"update []: Changes the header of the signature that " + shownA + " receives."},
		"options": {do(`["update"]`, a, restoring, ""), "update [unguarded]: Leaves the webhook " +
			"registration of " + shownA + " as it is. Switches a guard off: on_destroy = restore."},
		"set back": {do(`["update"]`, b, a, "") + drift(`["update"]`, a, b),
			"update [unsubscribes overwrites]: Sends webhook events to " + shownA + " instead of " + shownB +
				", which then receives nothing. Another tool has changed the registration."},
		"replace": {do(`["delete", "create"]`, restoring, restoring, ""),
			"replace [unsubscribes]: Leaves the webhook registration of " + shownA + " as it is. " +
				"Meanwhile, " + shownB + " is registered."},
		"replace, created first": {do(`["create", "delete"]`, restoring, restoring, ""),
			"replace []: Leaves the webhook registration of " + shownA + " as it is."},
		"destroy": {do(`["delete"]`, a, "null", ""), "destroy [lets_go]: Lets go of the webhook " +
			"registration: " + shownA + " keeps receiving events."},
		"destroy and restore": {do(`["delete"]`, restoring, "null", ""), "destroy [unsubscribes]: " +
			"Registers " + shownB + " again, as before creation. " + shownA + " then receives nothing."},
		"destroy of another tool's": {do(`["delete"]`, registrationOf(t, receiverB, "on_destroy",
			`"restore"`, "prior_webhook_url", `"https://p.example"`), "null", "") +
			drift(`["update"]`, restoring, b), "destroy [lets_go]: Lets go of the webhook registration: " +
			shownB + " keeps receiving events."},
		"another URL with fewer events": {do(`["update"]`, a, registrationOf(t, receiverB,
			"webhook_events", `["test-created"]`), ""), "update [unsubscribes]: Sends webhook events to " +
			shownB + " instead of " + shownA + ", which then receives nothing. Removed: fraud."},
		"forget": {do(`["forget"]`, restoring, "null", ""), "forget [lets_go]: Lets go of the webhook " +
			"registration: " + shownA + " keeps receiving events."},
		"import": {do(`["no-op"]`, a, a, `, "importing": {"identity": {}}`),
			"import []: Imports the webhook registration of " + shownA + "."},
		"import and change": {do(`["update"]`, b, a, `, "importing": {"id": "t"}`),
			"update [unsubscribes overwrites]: Sends webhook events to " + shownA + " instead of " + shownB +
				", which then receives nothing. Terraform has not managed it before."},
		"drift": {drift(`["update"]`, a, b),
			"drift [unsubscribes]: Another tool sends webhook events to " +
				shownB + " instead of " + shownA + ", which receives nothing. The plan leaves it so."},
		"drift of events": {drift(`["update"]`, a, fewer), "drift [unsubscribes]: Another tool has " +
			"changed the webhook events of " + shownA + ". Removed: fraud. The plan leaves it so."},
		"gone": {drift(`["delete"]`, a, "null"), "drift [unsubscribes]: The webhook registration of " +
			shownA + " is gone. The plan leaves it so."},
		"facts only": {drift(`["update"]`, a, registrationOf(t, receiverA, "subscriber_id", `"new"`)),
			""},
		"moved": {strings.Replace(do(`["no-op"]`, a, a, ""), `"mode"`, `"previous_address": "a", "mode"`,
			1), ""},
	}
}
