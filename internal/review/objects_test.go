// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

const (
	customerA = "0f9d2c1b-3a64-4f0b-8e15-7c90d2a1f6b3"
	customerB = "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593"
)

// budgetOf returns a budget of customer A; changes replace attributes.
func budgetOf(t *testing.T, amount string, changes ...string) string {
	t.Helper()
	return object(t, append([]string{"amount", amount, "customer_tenant_id", quoted(customerA),
		"keep_on_destroy", "false"}, changes...)...)
}

// registrationOf returns a registration of two events.
func registrationOf(t *testing.T, url string, changes ...string) string {
	t.Helper()
	return object(t, append([]string{"webhook_url", quoted(url), "webhook_events",
		`["fraud", "test-created"]`, "tenant_id", `"t"`, "on_destroy", `"keep"`,
		"prior_webhook_url", "null", "prior_webhook_events", "null"}, changes...)...)
}

func quoted(s string) string { return `"` + s + `"` }

// object returns an object with these names and values. Later values replace earlier ones.
func object(t *testing.T, members ...string) string {
	t.Helper()
	all := map[string]json.RawMessage{}
	for pair := range slices.Chunk(members, 2) {
		all[pair[0]] = json.RawMessage(pair[1])
	}
	return string(expect.Must(json.Marshal(all))(t))
}

// change returns a change of a resource of this provider.
func change(address, resourceType, actions, before, after, more string) string {
	quoted, err := json.Marshal(address)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"address": %s, "mode": "managed", "type": "partnercenter_%s",
		"change": {"actions": %s, "before": %s, "after": %s %s}}`, quoted, resourceType, actions,
		before, after, more)
}

const (
	receiverA = "https://a.example/hook?code=s3cret"
	receiverB = "https://b.example/hook"
)

// objectCase is a change, and what the review says: change, marks, and consequence.
type objectCase struct{ plan, want string }

func budgetCases(t *testing.T) map[string]objectCase {
	t.Helper()
	five, six := budgetOf(t, "500"), budgetOf(t, "600.10")
	kept := budgetOf(t, "500", "keep_on_destroy", "true")
	other := budgetOf(t, "500", "customer_tenant_id", quoted(customerB))
	do := func(actions, before, after, more string) string {
		return change("b", "customer_usage_budget", actions, before, after, more)
	}
	drift := func(actions, before, after string) string {
		return `],"resource_drift":[` + do(actions, before, after, "")
	}
	ofA, ofB := "customer "+customerA, "customer "+customerB
	return map[string]objectCase{
		"create": {do(`["create"]`, "null", five, ""),
			"create []: Sets the budget of " + ofA + " to 500."},
		"create, exact": {do(`["create"]`, "null", budgetOf(t, "120.5682999999995904716"), ""),
			"create []: Sets the budget of " + ofA + " to 120.5682999999995904716."},
		"create, unknown": {do(`["create"]`, "null", object(t, "customer_tenant_id",
			quoted(customerA)), `, "after_unknown": {"amount": true}`),
			"create [unknown]: Sets the budget of " + ofA + " to (known after apply)."},
		"create, sensitive": {do(`["create"]`, "null", five, `, "after_sensitive": {"amount": true}`),
			"create [unknown]: Sets the budget of " + ofA + " to (sensitive)."},
		"create with consent": {do(`["create"]`, "null", budgetOf(t, "500", "allow_overwrite", "true"),
			""), "create [unguarded]: Sets the budget of " + ofA + " to 500, " +
			"also over another budget. Switches a guard off: allow_overwrite = true."},
		"created again": {do(`["create"]`, "null", five, "") + drift(`["delete"]`, five, "null"),
			"create [overwrites]: Sets the budget of " + ofA + " to 500 again, which somebody else has " +
				"removed."},
		"update": {do(`["update"]`, five, six, ""),
			"update []: Changes the budget of " + ofA + " from 500 to 600.10."},
		"update of options": {do(`["update"]`, five, kept, ""),
			"update []: Leaves the budget of " + ofA + " at 500."},
		"no longer kept": {do(`["update"]`, kept, five, ""), "update [unguarded]: Leaves the budget of " +
			ofA + " at 500. Switches a guard off: keep_on_destroy = false."},
		"set back": {do(`["update"]`, six, five, "") + drift(`["update"]`, five, six),
			"update [overwrites]: Changes the budget of " + ofA + " from 600.10 to 500. Somebody else has " +
				"changed it from 500."},
		"replace": {do(`["delete", "create"]`, five, other, ""),
			"replace [removes]: Removes the budget " +
				"of " + ofA + ", which is 500. Sets the budget of " + ofB + " to 500."},
		"replace of a kept one": {do(`["delete", "create"]`, kept, other, ""), "replace [lets_go " +
			"unguarded]: Lets go of the budget of " + ofA + ": Partner Center keeps 500. Sets the budget " +
			"of " + ofB + " to 500. Switches a guard off: keep_on_destroy = false."},
		"replace by itself": {do(`["delete", "create"]`, five, five, ""),
			"replace [removes]: Leaves the " +
				"budget of " + ofA + " at 500. Meanwhile, the customer has no budget."},
		"replace by itself, created first": {do(`["create", "delete"]`, five, five, ""),
			"replace []: Leaves the budget of " + ofA + " at 500."},
		"destroy": {do(`["delete"]`, five, "null", ""),
			"destroy [removes]: Removes the budget of " + ofA + ", which is 500."},
		"destroy of a kept one": {do(`["delete"]`, kept, "null", ""),
			"destroy [lets_go]: Lets go of the budget of " + ofA + ": Partner Center keeps 500."},
		"destroy, option sensitive": {do(`["delete"]`, kept, "null",
			`, "before_sensitive": {"keep_on_destroy": true}`),
			"destroy [removes]: Removes the budget of " + ofA + ", which is 500."},
		"forget": {do(`["forget"]`, five, "null", ""),
			"forget [lets_go]: Lets go of the budget of " + ofA + ": Partner Center keeps 500."},
		"import": {do(`["no-op"]`, five, five, `, "importing": {"id": "x"}`),
			"import []: Imports the budget of " + ofA + ", which is 500."},
		"import and change": {do(`["update"]`, six, five, `, "importing": {"id": "x"}`),
			"update [overwrites]: Changes the budget of " + ofA + " from 600.10 to 500. Terraform has not " +
				"managed it before."},
		"renamed": {do(`["create"]`, "null", six, "") + "," + change("old", "customer_usage_budget",
			`["delete"]`, five, "null", ""), "create []: Changes the budget of " + ofA +
			" from 500 to 600.10."},
		"deferred": {`],"deferred_changes":[{"reason": "x", "resource_change": ` +
			do(`["create"]`, "null", five, "") + `}`, "create [deferred]: Sets the budget of " + ofA +
			" to 500. Deferred to a later plan."},
		"drift": {do(`["no-op"]`, six, six, "") + drift(`["update"]`, five, six),
			"drift []: Somebody else has changed the budget of " + ofA + " from 500 to 600.10. The plan " +
				"leaves it so."},
		"drift only": {drift(`["delete"]`, five, "null"),
			"drift [removes]: Somebody else has removed the " +
				"budget of " + ofA + ", which was 500. The plan leaves it so."},
		"moved": {strings.Replace(do(`["no-op"]`, five, five, ""), `"mode"`,
			`"previous_address": "a", "mode"`, 1), ""},
		"nothing": {do(`["no-op"]`, five, five, ""), ""},
		"read":    {strings.Replace(do(`["read"]`, "null", five, ""), "managed", "data", 1), ""},
	}
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
				" for webhook events. What it replaces is known after " +
				"apply."},
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

func unfamiliarCases() map[string]objectCase {
	do := func(actions, more string) string {
		return change("n", "novelty", actions, "{}", "{}", more)
	}
	says := func(verb string) string {
		return verb + " an object that this version of partnercenter does not know."
	}
	return map[string]objectCase{
		"create":  {do(`["create"]`, ""), "create [unfamiliar]: " + says("Creates")},
		"update":  {do(`["update"]`, ""), "update [unfamiliar]: " + says("Updates")},
		"replace": {do(`["delete", "create"]`, ""), "replace [unfamiliar]: " + says("Replaces")},
		"destroy": {do(`["delete"]`, ""), "destroy [unfamiliar]: " + says("Destroys")},
		"forget":  {do(`["forget"]`, ""), "forget [unfamiliar]: " + says("Forgets")},
		"import":  {do(`["no-op"]`, `, "importing": {"id": "x"}`), "import []: " + says("Imports")},
		"drift":   {`],"resource_drift":[` + do(`["update"]`, ""), ""},
	}
}

// Every change of a resource that is no decision says what it does in Partner Center. What takes
// something away, or overwrites somebody, needs attention, on every page and in the exit status.
func TestObjects_EveryChangeHasItsConsequence(t *testing.T) {
	t.Parallel()
	for kind, cases := range map[string]map[string]objectCase{"budget": budgetCases(t),
		"registration": registrationCases(t), "unfamiliar": unfamiliarCases()} {
		for name, c := range cases {
			t.Run(kind+"/"+name, func(t *testing.T) {
				t.Parallel()
				r := read(t, plan(c.plan))
				var got []string
				for _, o := range r.Objects {
					got = append(got, fmt.Sprintf("%s %v: %s", o.Change, o.Marks, o.Consequence))
				}
				expect.Equal(t, "objects", c.want, strings.Join(got, "\n"))
				marked := c.want != "" && !strings.Contains(c.want, "[]: ")
				expect.Equal(t, "needs attention", marked, r.NeedsAttention())
				expect.Equal(t, "moved", name == "moved" || name == "renamed", r.Sum.Moved == 1)
				expectEverywhere(t, r)
			})
		}
	}
}

// expectEverywhere looks for each consequence in every form of the review, and for keys.
func expectEverywhere(t *testing.T, r *review.Review) {
	t.Helper()
	encoded := string(expect.Must(json.Marshal(r))(t))
	for _, o := range r.Objects {
		expect.Contains(t, r.Text(), o.Address+": "+o.Consequence+"\n")
		expect.Contains(t, r.Markdown(0), "- "+o.Address+": ")
		expect.Equal(t, "bold", len(o.Marks) > 0, strings.Contains(r.Markdown(0), ": **"))
		if strings.Contains(o.Consequence, customerA) {
			expect.Contains(t, r.Markdown(0), "`"+customerA+"`")
		}
	}
	for _, page := range []string{encoded, r.Text(), r.Markdown(0)} {
		if strings.Contains(page, "s3cret") {
			t.Errorf("a key is shown:\n%s", page)
		}
	}
}
