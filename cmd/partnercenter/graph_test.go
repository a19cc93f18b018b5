// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// hasGraphID gives an event the same id in Microsoft Graph.
func hasGraphID(e *emulator.Event) { e.GraphID = "graph-" + e.EventID }

// Commands about fraud events list alerts of Microsoft Graph, with the ids that they have there.
func TestGraph_CommandsListAlerts(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	inject(server, "open", 30*time.Hour, hasGraphID)
	inject(server, "quick", 50*time.Hour, hasGraphID, resolvedAfter(time.Hour))
	for command, wanted := range map[string]string{
		"events -o json --api graph":                  `"event_id": "graph-open"`,
		"events --api=graph --status Active":          "graph-open",
		"events -o ledger --api graph":                "graph-open",
		"events show graph-open --api graph":          "graph-open",
		"report -o markdown --api graph":              "Overdue: 1",
		"events -o csv --api GRAPH --severity Medium": "graph-open",
	} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, command)
		expect.Contains(t, s.out.String(), wanted)
		if strings.Contains(s.out.String(), `"open"`) {
			t.Errorf("%s: the id is Partner Center's: %s", command, s.out.String())
		}
		s.wantNoSecret(t, s.said())
	}
	expect.Equal(t, "calls of Partner Center's API", 0, server.Count(emulator.KindList))
	expect.Equal(t, "writes", 0, server.Count(emulator.KindUpdateAlert))
}

func TestGraph_MistakesNameTheirFlag(t *testing.T) {
	t.Parallel()
	for variables, test := range map[string]struct{ args, says string }{
		"": {"events --api rest",
			`--api must be one of partnercenter, graph, got "rest"`},
		"ENVIRONMENT=china": {"events --api graph", "conflicts with --api: there is no partner " +
			"security API of Microsoft Graph in this cloud\nUse another environment, or unset --api."},
		"NEW_EVENTS_MODEL=false": {"events --api graph",
			"PARTNERCENTER_NEW_EVENTS_MODEL conflicts with --api"},
	} {
		name, value, _ := strings.Cut(variables, "=")
		s := newSession(t, startEmulator(t), nil)
		if name != "" {
			s.variables["PARTNERCENTER_"+name] = value
		}
		if s.run(t.Context(), strings.Fields(test.args)...) == exitOK {
			t.Errorf("%s succeeds", test.args)
		}
		expect.Contains(t, s.errors.String(), test.says)
	}
}

// Each state of health fails the check that it belongs to.
func TestGraph_DoctorChecksGraph(t *testing.T) {
	t.Parallel()
	graph := emulator.WithAudience("https://graph.microsoft.com")
	for name, p := range map[string]struct {
		fails   string
		arrange func(*session)
	}{
		"everything holds": {"", func(*session) {}},
		"no consent": {"token",
			behaviour(func(b *emulator.Behaviour) { b.NoGraphConsent = true })},
		"a token for Partner Center": {"audience", accessToken()},
		"a token of an app alone":    {"App+User", accessToken(graph, emulator.AppOnly())},
		"no MFA": {"MFA", variable("REFRESH_TOKEN", func(server *emulator.Server) string {
			return server.IssueRefreshToken(emulator.WithoutMFA())
		})},
		"no role": {"role", func(s *session) {
			behaviour(func(b *emulator.Behaviour) { b.GraphOutsider = "forbidden" })(s)
			s.variables["PARTNERCENTER_REFRESH_TOKEN"] = s.server.IssueRefreshToken(
				emulator.WithRole("HelpdeskAgent"))
		}},
		"Graph is down": {"fraud events",
			fault(emulator.Fault{Kind: emulator.KindListAlerts, Times: -1, Status: 503})},
		"another service": {"fraud events",
			fault(emulator.Fault{Kind: emulator.KindListAlerts, Times: -1, HTML: true})},
	} {
		s := newSession(t, startEmulator(t), map[string]string{"API": "graph"})
		p.arrange(s)
		status := s.run(t.Context(), "doctor")
		if (status == exitOK) != (p.fails == "") {
			t.Errorf("%s: exit status %d: %s", name, status, s.said())
		}
		if p.fails == "" {
			expect.Contains(t, s.out.String(), s.server.GraphURL()+" (graph_base_url from "+
				"PARTNERCENTER_GRAPH_BASE_URL)", "Microsoft Graph lets this user read fraud events",
				"the emulator, not Microsoft Graph")
		} else {
			expect.Contains(t, s.errors.String(), "this configuration cannot reach Microsoft Graph")
			_, first, _ := strings.Cut(s.out.String(), "FAIL  ")
			if !strings.HasPrefix(first, p.fails+" ") {
				t.Errorf("%s: %q fails first, want %q", name, first, p.fails)
			}
		}
		s.wantNoSecret(t, s.said())
	}
}

// Alerts of the webhook come from Partner Center, and events are listed in Graph.
func TestGraph_TheReceiverListsInGraph(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), map[string]string{"API": "graph"})
	box := newInbox(t, 0)
	startReceiver(t, s, "--forward", box.URL)
	story := emulator.StoryEvents(emulator.StoryDecisions)[0]
	story.GraphID = "the-id-in-graph"
	s.server.Inject(story)
	got := box.wait(t, 1)
	expect.Equal(t, "id", strings.ToLower(story.SubscriptionID)+"/the-id-in-graph", got[0])
	waitDelivered(t, s.server, 1)
	expect.Equal(t, "calls of Partner Center's API", 0, s.server.Count(emulator.KindList))
}

// A decisions file takes both forms of Graph's ids.
func TestGraph_CheckAcceptsItsIDs(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "decisions.yaml")
	expect.NoError(t, os.WriteFile(file, []byte(`bare:
  event_id: "d8b202fc-a216-3404-69ef-bdffa445eff6"
  subscription_id: "`+subscriptionA+`"
  status: Resolved
  reason: Fraud
with-subscription:
  event_id: "`+subscriptionA+`-758e2259-f00b-4dec-8087-0950afe6d6a4"
  subscription_id: "`+subscriptionA+`"
  status: Investigating
`), 0o600))
	s := newSession(t, startEmulator(t), nil)
	s.ends(t, exitOK, "check "+file)
}
