// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// TestDecideAll_NoCallLeavesWithAPartOfIt adds changes at the very moment at which a worker takes
// its queue.
func TestDecideAll_NoCallLeavesWithAPartOfIt(t *testing.T) {
	t.Parallel()
	for range 20 {
		inBubble(t, func(t *testing.T) {
			const changes = 270
			s := &fakeService{events: append(manyEvents(subA, changes), manyEvents(subB, 20)...)}
			l := ledger.New(s, nil)
			recorded := changeOf("unlisted") // keeps a worker busy, and writes nothing
			recorded.AcceptUnlisted = true
			began := time.Now()
			pending := startDecide(within(t, time.Hour), l, recorded)
			// they keep the worker busy until 480 ms; it takes its queue at 530 ms
			for i := range 13 {
				key := fraud.Key{SubscriptionID: subB, EventID: fmt.Sprintf("e%03d", i)}
				// adopted: it needs no write
				startDecide(within(t, time.Hour), l, fraud.Change{Key: key, Decision: fraud.Reopen()})
				time.Sleep(40 * time.Millisecond)
			}
			all := changesOf(changes)
			for i := range all {
				all[i].Decision = []fraud.Decision{resolve(fraud.Fraud), resolve(fraud.Ignore),
					resolve(fraud.Legitimate)}[i%3]
			}
			time.Sleep(530*time.Millisecond - time.Since(began))
			for _, r := range l.DecideAll(within(t, time.Hour), all) {
				if r.Err != nil {
					t.Error(r.Err)
				}
			}
			<-pending
			expect.Equal(t, "updates for three decisions", 3, len(s.posted()))
		})
	}
}
