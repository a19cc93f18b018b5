// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// webhookCases collects the cases of a golden file.
type webhookCases struct {
	title string // of the next case
	all   []goldenCase
}

func (c *webhookCases) add(name string, run func(t *testing.T, s *emulator.Server) string) {
	c.all = append(c.all, goldenCase{c.title, name, func(t *testing.T) string {
		t.Helper()
		return run(t, startEmulator(t))
	}})
	c.title = ""
}

// resource goes through plan and apply until one of them fails.
func (c *webhookCases) resource(name string, config object, arrange func(*emulator.Server)) {
	c.add(name, func(t *testing.T, s *emulator.Server) string {
		t.Helper()
		arrange(s)
		session := registers(t, s, noRetries())
		planned := session.plan(config)
		said := planned.diagnostics.text("plan")
		if !hasError(planned.diagnostics) {
			said += session.apply(planned).text("apply")
		}
		return said
	})
}

// action invokes the test.
func (c *webhookCases) action(name string, arrange func(*testing.T, *emulator.Server)) {
	c.add(name, func(t *testing.T, s *emulator.Server) string {
		t.Helper()
		behaveWebhooks(s, func(b *emulator.WebhookBehaviour) { b.WebhookRetryMillis = 1 })
		arrange(t, s)
		config := object{}
		if len(s.PendingFaults()) > 0 { // which can keep the action waiting
			config["timeouts"] = object{"invoke": "4s"}
		}
		i := configuredClient(t, s, noRetries()).invokeActionOf(testType, config)
		said := strings.Join(i.messages, "\n") + "\n" + i.diagnostics.text("invoke")
		said = regexp.MustCompile(` at 20[0-9T:-]+Z`).ReplaceAllString(said, " at <time>")
		return regexp.MustCompile(`\(test [0-9a-f-]{36}\)`).ReplaceAllString(said, "(test <guid>)")
	})
}

// noRetries keeps the number of attempts from depending on the time that they take.
func noRetries() map[string]string { return map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"} }

// documentedFailures are the documented statuses of every call, and the gateway's 429. No codes are
// documented.
func documentedFailures() []emulator.Fault {
	faults := []emulator.Fault{}
	for _, status := range []int{400, 401, 403, 404, 429, 500} {
		faults = append(faults, emulator.Fault{Status: status, Times: -1,
			Code: fmt.Sprint(900000 + status), Description: "The words of Partner Center."})
	}
	return faults
}

// TestWebhookMessages_Golden shows what the resource and the action say: for mistakes, for another
// owner of the registration, and for every documented failure of each call.
func TestWebhookMessages_Golden(t *testing.T) {
	t.Parallel()
	c := webhookCases{title: "# Mistakes\n\n"}
	nothing := func(*emulator.Server) {}
	c.resource("a URL without TLS", ours(object{"webhook_url": "http://a.test/?code=s3cret"}),
		nothing)
	c.resource("no events", ours(object{"webhook_events": []string{}}), nothing)
	c.resource("another on_destroy", ours(object{"on_destroy": "delete"}), nothing)
	c.resource("an event twice", ours(object{"webhook_events": []string{"a", "A"}}), nothing)
	c.resource("an unknown event", ours(object{"webhook_events": []string{"azure-fraud-event"}}),
		nothing)

	c.title = "# Other owners\n\n"
	c.resource("another URL", ours(), func(s *emulator.Server) {
		s.RegisterWebhook(otherURL, "invoice-ready")
	})
	c.resource("another URL, with consent", ours(object{"allow_overwrite": true}),
		func(s *emulator.Server) { s.RegisterWebhook(otherURL, "invoice-ready") })
	c.resource("other events", ours(), func(s *emulator.Server) {
		s.RegisterWebhook(ourURL, "invoice-ready", "test-created")
	})
	c.add("an owner who takes over, and one who is gone", func(t *testing.T,
		s *emulator.Server) string {
		t.Helper()
		session := registers(t, s)
		session.create(ours())
		s.RegisterWebhook(otherURL, "invoice-ready")
		said := session.plan(ours()).diagnostics.text("plan")
		s.AddFault(emulator.Fault{Kind: emulator.KindRegistration, Status: 404, Code: "900101"})
		return said + session.refresh().text("refresh") +
			registers(t, s).importByID(s.TenantID()).text("import")
	})
	c.add("destroy", func(t *testing.T, s *emulator.Server) string {
		t.Helper()
		s.RegisterWebhook(otherURL, "invoice-ready")
		session := registers(t, s)
		taking := ours(object{"allow_overwrite": true})
		session.apply(session.plan(taking))
		said := session.planDestroy().diagnostics.text("plan")
		session.create(taking.with(object{"on_destroy": "restore"}))
		return said + session.planDestroy().diagnostics.text("plan")
	})

	for _, kind := range []string{emulator.KindRegistration, emulator.KindEventNames,
		emulator.KindRegister} {
		c.title = "# Failures of " + kind + "\n\n"
		for _, fault := range documentedFailures() {
			fault.Kind = kind
			if kind == emulator.KindRegistration && fault.Status == 404 {
				continue // there is no registration
			}
			c.resource(fmt.Sprintf("%s answers %d", kind, fault.Status),
				ours(object{"timeouts": object{"create": "4s", "read": "4s"}}),
				func(s *emulator.Server) { s.AddFault(fault) })
		}
	}
	c.resource("the answer to a write is lost",
		ours(object{"timeouts": object{"create": "4s"}}), func(s *emulator.Server) {
			s.AddFault(emulator.Fault{Kind: emulator.KindRegister, Drop: true, Times: -1})
		})

	c.title = "# The test\n\n"
	c.action("no registration", func(*testing.T, *emulator.Server) {})
	c.action("without the event", func(_ *testing.T, s *emulator.Server) {
		s.RegisterWebhook(otherURL, "invoice-ready")
	})
	c.action("arrived", func(t *testing.T, s *emulator.Server) {
		t.Helper()
		s.RegisterWebhook(receiving(t, 500), "test-created")
	})
	c.action("not arrived", func(_ *testing.T, s *emulator.Server) {
		s.RegisterWebhook(otherURL, "test-created")
	})
	for _, kind := range []string{emulator.KindWebhookTest, emulator.KindTestResult} {
		for _, fault := range documentedFailures() {
			fault.Kind = kind
			c.action(fmt.Sprintf("%s answers %d", kind, fault.Status),
				func(t *testing.T, s *emulator.Server) {
					t.Helper()
					s.RegisterWebhook(receiving(t), "test-created")
					s.AddFault(fault)
				})
		}
	}
	compareCases(t, "webhooks.golden", c.all)
}
