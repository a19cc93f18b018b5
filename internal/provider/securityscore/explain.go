// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package securityscore

import (
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

const (
	summaryCall   = "Microsoft Graph call failed"
	summarySignIn = "Sign-in to Microsoft Graph failed"
)

// failure is an error of a read. Its summary names Graph instead of Partner Center.
type failure struct{ error }

// Unwrap returns the error.
func (f failure) Unwrap() error { return f.error }

// Explain implements [explain.Explainer].
func (f failure) Explain() explain.Explanation {
	x := explain.Of(f.error)
	x.Attribute = "" // it would be one of the provider block
	var call *graph.Error
	switch {
	case !errors.As(f.error, &call):
	case call.StatusCode == 0 && errors.As(call.Err, new(*auth.Error)):
		x.Summary = summarySignIn
	default:
		x.Summary = summaryCall
	}
	return x
}
