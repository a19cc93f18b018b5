// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// Every error that names the service has its name from the service itself, whether the listing is
// that of a subscription or of the tenant.
func TestErrors_NameTheService(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]bool{"by subscription": false, "the whole tenant": true},
		func(t *testing.T, tenantOnly bool) {
			s := &fakeService{events: manyEvents(subA, 2), reply: noReply, lag: 100,
				tenantOnly: tenantOnly}
			l := ledger.New(s, nil)
			expect.Equal(t, "the Ledger's", fake(), l.Service())

			seen, err := l.Find(t.Context(), keyOf("gone"))
			expect.NoError(t, err)
			expect.Equal(t, "found", fake(), seen.Unlisted(keyOf("gone")).Service)
			_, err = l.Review(t.Context(), changeOf("gone"))
			expect.Equal(t, "reviewed", fake(), wantErr[*fraud.UnlistedError](t, err).Service)
			r := <-startDecide(t.Context(), l, changeOf("gone"))
			expect.Equal(t, "decided", fake(), wantErr[*fraud.UnlistedError](t, r.err).Service)

			r = <-startDecide(within(t, time.Minute), l, changeOf("e000"))
			unconfirmed := wantErr[*fraud.UnconfirmedError](t, r.err)
			expect.Equal(t, "unconfirmed", fake(), unconfirmed.Service)
			expect.Contains(t, r.err.Error(), "Fake accepted")
		})
}

// The event vanishes while the outcome of its write is unknown.
func TestErrors_NameTheServiceAfterAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 1)}
		s.lost = func(int) (bool, bool) {
			s.change("e000", func(e *fraud.Event) { e.SubscriptionID = subB })
			return true, false
		}
		r := <-startDecide(within(t, time.Minute), ledger.New(s, nil), changeOf("e000"))
		unconfirmed := wantErr[*fraud.UnconfirmedError](t, r.err)
		expect.Equal(t, "unconfirmed", fake(), unconfirmed.Service)
		expect.Equal(t, "its cause", fake(), wantErr[*fraud.UnlistedError](t, unconfirmed.Err).Service)
	})
}
