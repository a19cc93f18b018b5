// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// ownError belongs to one feature. The error that it wraps would be explained differently.
type ownError struct{ error }

func (e ownError) Explain() explain.Explanation {
	return explain.Explanation{Attribute: "color", Named: true, Summary: "Wrong color",
		Reason: explain.Sentence(anatomy.Say("%v", e)), Advice: "Take another."}
}

func (e ownError) Unwrap() error { return e.error }

func TestOf_AnErrorOfAFeatureExplainsItself(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("painting: %w", ownError{context.DeadlineExceeded})
	want := ownError{context.DeadlineExceeded}.Explain()
	if got := explain.Of(err); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// failedCall is an error with every part of an anatomy.
type failedCall struct{ kind anatomy.Kind }

func (failedCall) Error() string { return "it is laid out by its anatomy, not by this" }

func (e failedCall) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{
		Kind: e.kind,
		What: anatomy.Say("cannot paint the fence (%q)", "100% wet."),
		Advice: anatomy.Join(anatomy.Say("Raise %v or %v.", anatomy.MaxRetries, anatomy.Timeout),
			anatomy.Say("Lower %v.", anatomy.Parallelism), anatomy.Say("Use %v.", anatomy.DeviceCode)),
		More: anatomy.Say("It was raining."),
		Facts: anatomy.Facts{Attempts: 2, Elapsed: time.Second}.With(
			anatomy.ID{Name: "MS-RequestId", Value: "r"}, anatomy.ID{Name: "MS-CorrelationId"}),
	}
}

// Every part of an error is shown, and settings have their Terraform names. A sentence about
// something that Terraform lacks is omitted.
func TestOf_LaysOutTheWholeAnatomy(t *testing.T) {
	t.Parallel()
	for kind, summary := range map[anatomy.Kind]string{
		anatomy.Call: "Partner Center call failed", anatomy.SignIn: "Sign-in to Partner Center failed",
		anatomy.Other: "Unexpected error",
	} {
		got := explain.Of(fmt.Errorf("wrapped: %w", failedCall{kind})).Diagnostic()
		want := diag.NewErrorDiagnostic(summary, `Cannot paint the fence ("100% wet.").`+"\n\n"+
			"Raise `max_retries` or `timeouts`. Lower `-parallelism`.\n\nIt was raining.\n\n"+
			"2 attempts in 1s, MS-RequestId r")
		if diff := cmp.Diff(want.Detail(), got.Detail()); diff != "" || got.Summary() != summary {
			t.Errorf("%s (-want +got):\n%s", got.Summary(), diff)
		}
	}
}

func TestOf_MistakesNameWhereTheValueCameFrom(t *testing.T) {
	t.Parallel()
	mistake := anatomy.Wrong("must be a color, got %q", "wet").Do("Check %v too.", anatomy.BaseURL)
	for origin, want := range map[string]string{
		"tenant_id":   "`tenant_id` must be a color, got \"wet\". Check `base_url` too.",
		"ARM_TENANT":  "ARM_TENANT must be a color, got \"wet\". Check `base_url` too.",
		"--tenant-id": "--tenant-id must be a color, got \"wet\". Check `base_url` too.",
		"": "`tenant_id` (PARTNERCENTER_TENANT_ID) must be a color, got \"wet\". Check " +
			"`base_url` too.",
	} {
		got := explain.Of(mistake.At(anatomy.TenantID, origin))
		if detail := got.Diagnostic().Detail(); got.Attribute != "tenant_id" || detail != want {
			t.Errorf("at %q: got  %s\nwant %s", got.Attribute, detail, want)
		}
	}
}

// Of many resources that fail for the same reason, one gives advice. A text about one event is
// always complete.
func TestTold_ShortensARepeatedExplanation(t *testing.T) {
	t.Parallel()
	told := explain.NewTold(explain.Of)
	var diags diag.Diagnostics
	for _, err := range []error{
		failedCall{anatomy.Call}, failedCall{anatomy.Call},
		ownError{errors.New("blue")}, ownError{errors.New("blue")},
	} {
		told.AddError(&diags, err)
	}
	details := make([]string, len(diags))
	for i, d := range diags {
		details[i] = d.Detail()
	}
	// Both of our errors are told in full and are therefore equal; Terraform's diagnostics keep one of
	// two equal errors.
	if len(details) != 3 || details[0] == details[1] || details[2] != "Blue. Take another." {
		t.Errorf("told %q", details)
	}
}
