// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// notOfTheEmulator lists the ids on the pages that are unknown to an emulator with the guides'
// events, with their meaning.
func notOfTheEmulator() map[string]string {
	return map[string]string{
		"6b1c4f0e-8f2d-4a53-9d1e-2f7a60c5b3d8": "the reader's app",
		"e05d8b1f-94c7-4c1e-8a3b-7d2f6091c4ab": "the reader's app in another tenant",
		"2f6a0d9e-52c4-4d1b-8a3f-9e0c7b1d4a68": "the reader's subscription with the key vault",
		"51c7d0a2-6e0b-4b1e-8f57-b3a9d2c4e680": "a user of the customer",
		"00000000-0000-0000-0000-000000000000": "a value that the reader replaces",
		"fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd": "Microsoft Partner Center",
		"1cebfa2a-fb4d-419e-b5f9-839b4383e05a": "its permission user_impersonation",
		"6c112d4e-5bc7-47ae-a041-ea2d9dccd749": "a built-in policy of Azure",
		"8b5f0e3c-5d0a-4a44-9f0a-6a2b8f6c2f11": "a request id",
		"0d0b2f6a-6f0e-4c3b-8a5d-1c9d1f1f7a55": "a correlation id",
		"tonight":                              "an event that the reader adds",
		// In the policy's own tests.
		"s1": "a subscription", "S1": "the same", "e1": "an event", "E1": "the same", "e2": "an event",
	}
}

// seeds are the guides' arguments of the emulator: --seed-guides with each story, and the flags of
// the night shift.
func seeds() []emulator.Seed {
	all := []emulator.Seed{{Events: 8, Subscriptions: 3, Customers: 3, Random: 1, Base: guideDay()}}
	for _, story := range emulator.Stories() {
		all = append(all, emulator.Seed{Story: story})
	}
	return all
}

// knownIDs returns the ids that the emulator has with one of the seeds.
func knownIDs(t *testing.T) []string {
	t.Helper()
	var known []string
	for _, seed := range seeds() {
		s := expect.Must(emulator.Start(emulator.Options{Seed: seed}))(t)
		for _, e := range s.Events() {
			known = append(known, e.EventID, e.SubscriptionID, e.CustomerTenantID, e.PartnerTenantID,
				e.ValueAddedResellerTenantID, e.EntityID)
		}
		expect.NoError(t, s.Close())
	}
	return known
}

// Every id that a page prints is one that the emulator has, so that the reader can follow the page
// as it is printed.
func TestPages_PrintOnlyIDsThatTheEmulatorHas(t *testing.T) {
	t.Parallel()
	const guid = `[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`
	printed := regexp.MustCompile(`\b` + guid + `(?:[_-]` + guid + `)?\b|\bold-\d{3}\b|` +
		`"?(?:event|subscription)_?[iI]d"?\s*[:=]\s*"([^"$]+)"`)
	known, foreign := knownIDs(t), notOfTheEmulator()
	found := 0
	pages := append(filesBelow(t, "docs"), filesBelow(t, "examples")...)
	for _, page := range append(pages, "README.md") {
		for _, match := range printed.FindAllStringSubmatch(readFile(t, page), -1) {
			id := match[0]
			if match[1] != "" {
				id = match[1]
			}
			found++
			if foreign[id] == "" && !slices.Contains(known, id) {
				t.Errorf("%s: the emulator does not know %q", page, id)
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d ids were found on the pages", found)
	}
	for id, what := range foreign {
		if slices.Contains(known, id) {
			t.Errorf("the emulator knows %s, %s", id, what)
		}
	}
}
