// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// ownError is one that only one feature has. What it wraps would be explained in another way.
type ownError struct{ error }

func (e ownError) Explain() explain.Explanation {
	return explain.At(e, "color", "Wrong color", "Take another.")
}

func (e ownError) Unwrap() error { return e.error }

func TestOf_AnErrorOfAFeatureExplainsItself(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("painting: %w", ownError{&fraud.ReadOnlyError{}})
	want := ownError{&fraud.ReadOnlyError{}}.Explain()
	if got := explain.Of(err); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Of many resources that fail for the same reason, one says what to do. What is about one event is
// always said in full.
func TestTold_ShortensWhatAnotherHasSaid(t *testing.T) {
	t.Parallel()
	var (
		told  explain.Told
		diags diag.Diagnostics
	)
	for _, err := range []error{
		&fraud.ReadOnlyError{}, &fraud.ReadOnlyError{},
		ownError{fmt.Errorf("blue")},
		ownError{fmt.Errorf("blue")},
	} {
		told.AddError(&diags, err)
	}
	details := make([]string, len(diags))
	for i, d := range diags {
		details[i] = d.Detail()
	}
	// Both of ours are told in full, and so are equal; Terraform's diagnostics keep one of two that
	// are.
	if len(details) != 3 || details[0] == details[1] || details[2] != "Blue. Take another." {
		t.Errorf("told %q", details)
	}
}
