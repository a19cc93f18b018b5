// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// failedCall is a failure of the backend, with the settings that its advice names.
func failedCall(operation string, keys ...anatomy.Key) *partnercenter.Error {
	failed := &partnercenter.Error{SubscriptionID: "s", CallError: rest.CallError{
		Purpose:    rest.Purpose{Operation: operation, Asked: "subscription s"},
		StatusCode: 503, RequestID: "request", CorrelationID: "correlation", Attempts: 3,
		Elapsed: 2 * time.Second, OutcomeUnknown: operation == "update fraud events"}}
	for _, key := range keys {
		failed.Advice = anatomy.Join(failed.Advice, anatomy.Say("Check %v.", key))
	}
	return failed
}

// tellable are the errors that can reach an edge.
func tellable() []struct {
	name string
	err  error
} {
	key := fraud.Key{SubscriptionID: "s", EventID: "e"}
	event := fraud.Event{Key: key, Status: fraud.Resolved, Reason: fraud.Fraud}
	decision := fraud.Reopen()
	list := func() *partnercenter.Error {
		return failedCall("list fraud events", anatomy.BaseURL, anatomy.Timeout, anatomy.Parallelism)
	}
	write := failedCall("update fraud events", anatomy.MaxRetries)
	refused := &auth.Error{Operation: "sign in with refresh_token", StatusCode: 400,
		OAuthCode: "invalid_grant", Description: "AADSTS70008: expired", CorrelationID: "entra",
		Advice: anatomy.Say("Keep it in %v.", anatomy.TokenCachePath)}
	unsigned := list()
	unsigned.StatusCode, unsigned.Err = 0, refused
	fact := func(call fraud.CallError, fact fraud.Fact, cause error) error {
		return &fraud.FailedCall{CallError: call, Fact: fact, Cause: cause}
	}
	return []struct {
		name string
		err  error
	}{
		{"unlisted", &fraud.UnlistedError{Key: key, Service: partnercenter.Service(),
			SubscriptionKnown: true, Near: "E"}},
		{"unlisted in Graph", &fraud.UnlistedError{Key: key, Service: graph.Service(),
			SubscriptionKnown: true}},
		{"unknown subscription", &fraud.UnlistedError{Key: key, Service: partnercenter.Service()}},
		{"already resolved", &fraud.OverwriteError{Event: event, Decision: decision}},
		{"reopened", &fraud.ReopenedError{Event: event, Decision: decision,
			Held: fraud.NewStanding("Resolved", "Fraud")}},
		{"moved", &fraud.ReopenedError{Event: event, Decision: decision,
			Held: fraud.NewStanding("Investigating", "")}},
		{"decided in the same run", &fraud.HeldError{Key: key}},
		{"unconfirmed in the same run", &fraud.PendingError{Key: key, Sent: fraud.Reopen()}},
		{"changed", &fraud.ChangedError{Event: event, Decision: decision,
			Seen: fraud.NewStanding("Investigating", "")}},
		{"listed twice", &fraud.UnsteadyError{Event: event, Other: decision.Standing()}},
		{"ambiguous", &fraud.AmbiguousError{Key: key, Fits: []string{"E", "é"}}},
		{"read-only", &fraud.ReadOnlyError{}},
		{"unconfirmed", &fraud.UnconfirmedError{Key: key, Service: partnercenter.Service(),
			Decision: decision, Event: &event, RequestID: "request", CorrelationID: "correlation"}},
		{"unconfirmed in Graph", &fraud.UnconfirmedError{Key: key, Service: graph.Service(),
			Decision: decision, RequestID: "request"}},
		{"a failed call", list()},
		{"a failed sign-in", unsigned},
		{"a call that was cut short", fact(write, fraud.CutShort, context.DeadlineExceeded)},
		{"a canceled call", fact(list(), fraud.CutShort, context.Canceled)},
		{"an unknown outcome", fact(write, fraud.NotKnown, nil)},
		{"an unknown outcome that cannot be read", fact(write, fraud.Unread, list())},
		{"an update that was never fresh", fact(write, fraud.NeverFresh, nil)},
		{"an unproven address", fact(list(), fraud.Unproven, list())},
		{"a mistake", anatomy.Wrong("must be a GUID, got %q", "x").Do("See %v.", anatomy.Environment).
			At(anatomy.TenantID, "")},
		{"out of time", fmt.Errorf("waiting: %w", context.DeadlineExceeded)},
		{"stopped", fmt.Errorf("waiting: %w", context.Canceled)},
		{"anything else", errors.New("the disk is full")},
	}
}

// Each edge has its own words for the same error. Terraform's users see no variables or flags of
// the command, and the command's users no attributes or flags of Terraform.
func TestErrors_ThroughBothEdges_Golden(t *testing.T) {
	t.Parallel()
	notForTerraform := regexp.MustCompile(`(^|\s)--[a-z]`)
	notForCommands := regexp.MustCompile("`|-parallelism|[Tt]erraform|allow_|timeouts")
	var got strings.Builder
	for _, one := range tellable() {
		d := fraudevents.Explain(one.err).Diagnostic()
		provider := d.Summary() + "\n" + d.Detail()
		command := strings.Join(Lines(withFlags("timeout"), one.err), "\n")
		if found := notForTerraform.FindString(provider); found != "" {
			t.Errorf("%s: Terraform says %q", one.name, found)
		}
		if found := notForCommands.FindString(command); found != "" {
			t.Errorf("%s: the command says %q", one.name, found)
		}
		fmt.Fprintf(&got, "## %s\n\n# Terraform\n%s\n\n# command\n%s\n\n", one.name, provider, command)
	}
	golden := filepath.Join("testdata", "both_edges.golden")
	if *update {
		expect.NoError(t, os.WriteFile(golden, []byte(got.String()), 0o600))
	}
	want := expect.Must(os.ReadFile(golden))(t)
	expect.Equal(t, "the texts; run with -update after reading the new ones", string(want),
		got.String())
}
