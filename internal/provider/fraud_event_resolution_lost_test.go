// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A write without an answer, after which the event stands neither as before nor as decided, may
// have taken effect in between: nobody may be told that nothing was written.
func TestResolutionLost_WhatMovedMeanwhileLeavesTheWriteUnconfirmed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		meanwhile func(s *emulator.Server) error
		want      string
	}{
		"changed": {
			func(s *emulator.Server) error {
				return s.ChangeStatus("e1", "Resolved", "Ignore",
					"kim@contoso.com")
			},
			"no usable answer came, and event e1 changed since the plan: it was Investigating then and " +
				"is Resolved (Ignore) by kim@contoso.com",
		},
		"gone": {func(s *emulator.Server) error { return s.Remove("e1") },
			"no usable answer came, and Partner Center does not list event e1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			session := newSession(t, s)
			session.create(decide("e1", "Investigating", nil))
			p := session.plan(decide("e1", "Resolved", "Fraud"))
			written := s.Count(emulator.KindUpdate)
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: 300 * time.Millisecond, Drop: true})
			go func() {
				eventually(t, "the write", func() bool { return s.Count(emulator.KindUpdate) > written })
				if err := test.meanwhile(s); err != nil {
					t.Error(err)
				}
			}()
			found := session.apply(p)
			writes := requestsOf(s, emulator.KindUpdate)
			sent := writes[len(writes)-1]
			expectDiagnostics(t, found, anError(notConfirmed, "status", test.want,
				"Whether it did in between is not known",
				"MS-RequestId "+sent.Header.Get("MS-RequestId"),
				"MS-CorrelationId "+sent.Header.Get("MS-CorrelationId")))
			expectWrites(t, s, written+1)
		})
	}
}
