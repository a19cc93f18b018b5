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
