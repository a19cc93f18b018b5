// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	updateTypeName = "partnercenter_update_fraud_events"
	previewSummary = "Preview of the fraud events that the action changes"
	countSummary   = "Unexpected number of fraud events"
	longAgo        = "2026-02-01T00:00:00Z" // after the emulator's standard event
)

// ignoring is a configuration that ignores events of subscription A, without a selector, with
// changes.
func ignoring(changes ...object) object {
	o := object{"subscription_ids": []string{subscriptionA}, "status": "Resolved", "reason": "Ignore"}
	for _, c := range changes {
		maps.Copy(o, c)
	}
	return o
}

func named(ids ...string) object { return object{"event_ids": ids} }

func everything() object { return object{"all_events": true} }

// matching is a filter that matches the emulator's standard events, with changes.
func matching(changes ...object) object {
	f := object{"detected_before": longAgo}
	for _, c := range changes {
		maps.Copy(f, c)
	}
	return object{"filter": f}
}

// actions is the part of the provider's server that serves actions.
func (c *protocolClient) actions() tfprotov6.ActionServer {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ActionServer)
	if !ok {
		c.t.Fatal("the provider serves no actions")
	}
	return server
}

func (c *protocolClient) encodeAction(config object) *tfprotov6.DynamicValue {
	c.t.Helper()
	return c.encode(c.schemas.ActionSchemas[updateTypeName].Schema, config)
}

func (c *protocolClient) validateAction(config object) diagnostics {
	c.t.Helper()
	return c.validateActionOf(updateTypeName, config)
}

func (c *protocolClient) validateActionOf(typeName string, config object) diagnostics {
	c.t.Helper()
	resp := must(c.actions().ValidateActionConfig(c.ctx, &tfprotov6.ValidateActionConfigRequest{
		ActionType: typeName, Config: c.encode(c.schemas.ActionSchemas[typeName].Schema, config),
	}))(c.t)
	return diagnosticsOf(resp.Diagnostics)
}

func (c *protocolClient) planAction(config object) diagnostics {
	c.t.Helper()
	return c.planActionOf(updateTypeName, config)
}

func (c *protocolClient) planActionOf(typeName string, config object) diagnostics {
	c.t.Helper()
	resp := must(c.actions().PlanAction(c.ctx, &tfprotov6.PlanActionRequest{
		ActionType: typeName, Config: c.encode(c.schemas.ActionSchemas[typeName].Schema, config),
	}))(c.t)
	return diagnosticsOf(resp.Diagnostics)
}

// interruptActions interrupts the running actions, and does not wait for their ends.
func (c *protocolClient) interruptActions() {
	leaves, leave := context.WithCancel(context.Background())
	leave()
	_, _ = c.server.StopProvider(leaves, &tfprotov6.StopProviderRequest{})
}

// invocation holds the messages of an invocation.
type invocation struct {
	messages    []string // the progress, in order
	diagnostics diagnostics
	completed   int // how often the end was reported
}

// invokeAction invokes the action. Functions are called with each progress message as it comes,
// while the action waits.
func (c *protocolClient) invokeAction(config object, heard ...func(message string)) invocation {
	c.t.Helper()
	return c.invokeActionOf(updateTypeName, config, heard...)
}

func (c *protocolClient) invokeActionOf(typeName string, config object,
	heard ...func(message string)) invocation {
	c.t.Helper()
	stream := must(c.actions().InvokeAction(c.ctx, &tfprotov6.InvokeActionRequest{
		ActionType: typeName, Config: c.encode(c.schemas.ActionSchemas[typeName].Schema, config),
	}))(c.t)
	var said invocation
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			said.messages = append(said.messages, e.Message)
			for _, f := range heard {
				f(e.Message)
			}
		case tfprotov6.CompletedInvokeActionEventType:
			said.completed++
			said.diagnostics = diagnosticsOf(e.Diagnostics)
		}
	}
	if said.completed != 1 {
		c.t.Errorf("the end was reported %d times", said.completed)
	}
	return said
}

// invoke runs the action in a separate provider process.
func invoke(t *testing.T, s *emulator.Server, config object,
	overrides ...map[string]string) invocation {
	t.Helper()
	return configuredClient(t, s, overrides...).invokeAction(config)
}

// last returns the summary.
func (i invocation) last(t *testing.T) string {
	t.Helper()
	if len(i.messages) == 0 {
		t.Fatal("there is no message")
	}
	return i.messages[len(i.messages)-1]
}

// tally counts the selected events of an invocation by result.
type tally struct{ Changed, Picked, Already, Skipped, Meanwhile, Failed, Untried int }

// tallyOf parses the counts in a result.
func tallyOf(text string) (got tally) {
	for pattern, n := range map[string]*int{
		`Changed (\d+) of`: &got.Changed, `of (\d+) events?`: &got.Picked,
		`(\d+) already matched`: &got.Already, `(\d+) resolved \w+ \w+ skipped`: &got.Skipped,
		`(\d+) changed by`: &got.Meanwhile, `(\d+) failed`: &got.Failed,
		`(\d+) \w+ not tried`: &got.Untried,
	} {
		if match := regexp.MustCompile(pattern).FindStringSubmatch(text); match != nil {
			*n, _ = strconv.Atoi(match[1])
		}
	}
	return got
}

// expectTally compares the counts of the last message, and accepts only the given diagnostics.
func (i invocation) expectTally(t *testing.T, want tally, said ...message) {
	t.Helper()
	expectDiagnostics(t, i.diagnostics, said...)
	expectEqual(t, "result", want, tallyOf(i.last(t)))
}

// expectSaid fails for each fragment that no message contains.
func (i invocation) expectSaid(t *testing.T, fragments ...string) {
	t.Helper()
	expect.Contains(t, strings.Join(i.messages, "\n"), fragments...)
}

// expectUntouched fails if anything was listed or written.
func expectUntouched(t *testing.T, s *emulator.Server) {
	t.Helper()
	expectEqual(t, "calls", 0, s.Count(emulator.KindList)+s.Count(emulator.KindUpdate))
}

// ignored is the body of the write that ignores events.
func ignored(ids ...string) write { return body("Ignore", ids...) }
