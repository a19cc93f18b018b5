// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A plan and an invocation of the action: the table says what is sent, and testdata/actions.golden
// what is said.
func TestUpdateFraudEvents_SendWhatTheTableSays(t *testing.T) {
	t.Parallel()
	cases := actionCases()
	said := make([]string, len(cases))
	//nolint:paralleltest // it ends when all cases have
	t.Run("cases", func(t *testing.T) {
		for i, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				said[i] = fmt.Sprintf("## %s\n%s\n", c.name, normalise(c.run(t)))
			})
		}
	})
	compareGolden(t, "actions.golden", strings.Join(said, ""))
}

func (c actionCase) run(t *testing.T) string {
	t.Helper()
	events := c.events
	if events == nil {
		events = []emulator.Event{event("e1"), event("e2")}
	}
	s := startEmulator(t, events...)
	if c.before != nil {
		c.before(t, s)
	}
	connected := func() *protocolClient {
		client := newProtocolClient(t, providersFor(s, readyToken(s), c.environment))
		client.configure(c.provider.with()).none(t)
		return client
	}
	said := connected().planAction(c.config).text("plan")
	invoked := connected().invokeAction(c.config)
	said += strings.Join(invoked.messages, "\n") + "\n" + invoked.diagnostics.text("invoke")
	expectBodies(t, s, c.sent...)
	if c.ends != nil {
		expectEqual(t, "events", c.ends, standings(s))
		return said
	}
	c.expectTaken(t, s)
	return said
}

// expectTaken expects that all events that were sent stand so.
func (c actionCase) expectTaken(t *testing.T, s *emulator.Server) {
	t.Helper()
	for _, w := range c.sent {
		for _, id := range w.EventIDs {
			if e, _ := s.Event(id); e.EventStatus != w.EventStatus {
				t.Errorf("event %s is %s", id, e.EventStatus)
			}
		}
	}
}
