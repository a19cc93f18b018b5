// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package securityscore

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// failure is an error of a read. It names no attribute: it would be one of the provider block.
type failure struct{ error }

// Unwrap returns the error.
func (f failure) Unwrap() error { return f.error }

// Explain implements [explain.Explainer].
func (f failure) Explain() explain.Explanation {
	x := explain.Of(f.error)
	x.Attribute = ""
	return x
}
