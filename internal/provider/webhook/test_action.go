// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

var (
	_ action.ActionWithConfigure      = (*testAction)(nil)
	_ action.ActionWithValidateConfig = (*testAction)(nil)
)

// NewTest returns the action.
func NewTest() action.Action { return &testAction{} }

// testAction sends a test event to the registered URL.
type testAction struct{ connection.Action }

type testModel struct {
	Wait     types.Bool     `tfsdk:"wait"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (a *testAction) Metadata(_ context.Context, req action.MetadataRequest,
	resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_send_webhook_test"
}

func (a *testAction) Schema(ctx context.Context, _ action.SchemaRequest,
	resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes Partner Center send a test event to the registered webhook, and " +
			"reports whether it arrived.",
		Attributes: map[string]schema.Attribute{
			"wait": schema.BoolAttribute{Optional: true, MarkdownDescription: "Whether to wait until " +
				"the test event arrives, and to fail if it does not. Defaults to `true`."},
		},
		Blocks: map[string]schema.Block{"timeouts": timeouts.BlockWithOpts(ctx, timeouts.Opts{
			InvokeDescription: attribute.DescribeTimeout("invoking", attribute.DefaultInvokeTimeout),
		})},
	}
}

func (a *testAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest,
	resp *action.ValidateConfigResponse) {
	m := readTest(ctx, req.Config, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		attribute.CheckTimeouts(m.Timeouts.Object, &resp.Diagnostics)
	}
}

// readTest reads the configuration, which is null without a `config` block.
func readTest(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (m testModel) {
	if !config.Raw.IsNull() {
		diags.Append(config.Get(ctx, &m)...)
	}
	return m
}

// Invoke sends the test. At most two tests a minute are allowed, so it may wait for its turn.
func (a *testAction) Invoke(ctx context.Context, req action.InvokeRequest,
	resp *action.InvokeResponse) {
	diags := &resp.Diagnostics
	m := readTest(ctx, req.Config, diags)
	timeout := attribute.Timeout(ctx, m.Timeouts.Invoke, attribute.DefaultInvokeTimeout, diags)
	ctx, services, end := a.Connection.Open(ctx, diags, timeout)
	defer end()
	if services == nil {
		return
	}
	t := testRun{Client: services.Webhooks, say: func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	}}
	id, err := t.send(ctx)
	if !errors.As(err, new(*notTestableError)) && !errors.As(err, new(*webhooks.TurnError)) {
		services.Audit(diags, audit.Record{Kind: auditTest, Result: string(resultOf(err)), Err: err,
			To: map[string]string{"correlation_id": id}})
	}
	if err == nil && (m.Wait.IsNull() || m.Wait.ValueBool()) {
		err = t.follow(ctx, id)
	}
	if err != nil {
		a.Connection.AddError(diags, err)
	}
}

const auditTest audit.Kind = "webhook_test"

// testRun is one test.
type testRun struct {
	*webhooks.Client

	say func(message string)
}

// send sends the test, if it can arrive.
func (t *testRun) send(ctx context.Context) (id string, err error) {
	found, err := t.Registration(ctx)
	switch {
	case err != nil:
		return "", err
	case found == nil:
		return "", &notTestableError{}
	case !found.Has(webhooks.EventTest):
		return "", &notTestableError{found}
	}
	if id, err = t.SendTest(ctx); err != nil {
		return "", err
	}
	t.say(fmt.Sprintf("Partner Center sends a test event to %s (correlation id %s).",
		webhookurl.Redacted(found.URL), attribute.OneLine(id)))
	return id, nil
}

// The waits between two readings of the result.
const (
	firstWait   = time.Second
	longestWait = 15 * time.Second
)

// follow reports every attempt, and returns when one has arrived. It is an error if none does.
func (t *testRun) follow(ctx context.Context, id string) error {
	said := 0
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		test, err := t.Test(ctx, id)
		if err != nil && ctx.Err() == nil {
			return err
		}
		if test != nil {
			for _, attempt := range test.Attempts[min(said, len(test.Attempts)):] {
				said++
				t.say(fmt.Sprintf("Attempt %d: %s", said, describeAttempt(attempt)))
				if attempt.Arrived() {
					t.say("The test event has arrived.")
					return nil
				}
			}
			if test.Completed() {
				return &notArrivedError{id: id, attempts: said}
			}
		}
		select {
		case <-ctx.Done():
			return &notArrivedError{id, said, ctx.Err()}
		case <-time.After(wait):
		}
	}
}

func describeAttempt(a webhooks.Attempt) string {
	text := webhooks.Names([]string{a.Code})
	if a.SystemError {
		text += " (Partner Center could not reach the receiver)"
	}
	if !a.On.IsZero() {
		text += " at " + a.On.UTC().Format(time.RFC3339)
	}
	if a.Message != "" {
		text += ": " + webhooks.Names([]string{a.Message})
	}
	return text
}

// notTestableError means that a test cannot arrive.
type notTestableError struct{ found *webhooks.Registration }

func (e *notTestableError) Error() string { return e.Explain().Reason }

// Explain implements [explain.Explainer].
func (e *notTestableError) Explain() explain.Explanation {
	if e.found == nil {
		return explain.Explanation{Summary: summaryNone,
			Reason: "The tenant has no webhook registration, so no test was sent.",
			Advice: "Register a webhook with `partnercenter_webhook_registration` first."}
	}
	return explain.Explanation{Summary: "Webhook test event not registered",
		Reason: "The registration of " + webhookurl.Redacted(e.found.URL) + " lacks the event `" +
			webhooks.EventTest + "`, so no test was sent.",
		Advice: "Add `" + webhooks.EventTest + "` to `webhook_events`, and apply."}
}

// notArrivedError means that no attempt has arrived.
type notArrivedError struct {
	id       string
	attempts int
	err      error // of the context, if time ran out
}

func (e *notArrivedError) Error() string { return e.Explain().Reason }
func (e *notArrivedError) Unwrap() error { return e.err }

// Explain implements [explain.Explainer].
func (e *notArrivedError) Explain() explain.Explanation {
	when := ""
	advice := "Check that the URL is reachable from the internet, and that the receiver answers " +
		"with a status from 200 to 299."
	if e.err != nil {
		when = " before the time limit"
		advice += " To allow more time, raise `timeouts`."
	}
	return explain.Explanation{Summary: "Webhook test did not arrive", Advice: advice,
		Reason: fmt.Sprintf("The test event (correlation id %s) did not arrive%s (%d attempts).",
			attribute.OneLine(e.id), when, e.attempts)}
}
