// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	nearSubscription = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
	nearEvent        = nearSubscription + "_51e0c7a4-2b9f-4d68-a3c7-08f6d9e25b14"
)

func listingOf(ids ...string) *Listing {
	l := newListing(fraud.Service{}, time.Now())
	for _, id := range ids {
		l.add(fraud.Event{Key: fraud.Key{SubscriptionID: nearSubscription, EventID: id}})
	}
	return l
}

func TestNear_NamesTheIntendedID(t *testing.T) {
	t.Parallel()
	l := listingOf(nearEvent, nearSubscription+"_7f3a4c1d-0000-4000-8000-5b9e2d6f8a01", "short", "ab")
	_, tail, _ := strings.Cut(nearEvent, "_")
	for name, id := range map[string]string{
		"a letter changed":      strings.Replace(nearEvent, "51e0", "51e1", 1),
		"two letters swapped":   strings.Replace(nearEvent, "51e0", "5e10", 1),
		"a letter left out":     nearEvent[:len(nearEvent)-1],
		"two letters too many":  nearEvent + "00",
		"one in, one out":       nearEvent[1:] + "0",
		"a hyphen for the line": strings.Replace(nearEvent, "_", "-", 1),
		"without hyphens":       strings.ReplaceAll(nearEvent, "-", ""),
		"without the prefix":    tail,
		"in braces":             "{" + tail + "}",
		"the prefix twice":      nearSubscription + "_" + nearEvent,
		"Cyrillic letters":      strings.NewReplacer("a", "а", "c", "с", "e", "е").Replace(nearEvent),
		"full width":            strings.ReplaceAll(nearEvent, "5", "５"),
		"letters for digits":    strings.NewReplacer("0", "O", "1", "l").Replace(nearEvent),
		"typographic hyphens":   strings.ReplaceAll(nearEvent, "-", "‑"),
	} {
		expect.Equal(t, name, nearEvent, l.near(fraud.Key{SubscriptionID: nearSubscription, EventID: id}))
	}
	for name, id := range map[string]string{
		"another event":       nearSubscription + "_00000000-2b9f-4d68-a3c7-08f6d9e25b14",
		"three letters":       strings.Replace(nearEvent, "51e0", "6aa0", 1),
		"the subscription":    nearSubscription,
		"short ones are many": "ac",
	} {
		expect.Equal(t, name, "", l.near(fraud.Key{SubscriptionID: nearSubscription, EventID: id}))
	}
	expect.Equal(t, "shart", "short",
		l.near(fraud.Key{SubscriptionID: nearSubscription, EventID: "shart"}))
}

// A file of wrong ids does not slow down a plan with a long listing.
func TestNear_CostIsBounded(t *testing.T) {
	t.Parallel()
	ids := make([]string, 20_000)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s_%036x", nearSubscription, i*7919)
	}
	l := listingOf(ids...)
	for i := range 5_000 {
		l.near(fraud.Key{SubscriptionID: nearSubscription,
			EventID: fmt.Sprintf("%s_%036x", nearSubscription, int64(1)<<40+int64(i))})
	}
	if l.similar.compared > mostCompared {
		t.Errorf("%d comparisons", l.similar.compared)
	}
}
