// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"

// ReadOnlyError is a write that a read-only client did not send.
type ReadOnlyError struct {
	Operation string // "cancel the Azure subscription"
}

// Error implements error.
func (e *ReadOnlyError) Error() string { return e.Anatomy().String() }

// Anatomy implements [anatomy.Error].
func (e *ReadOnlyError) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{
		Kind:   anatomy.ReadOnlyMode,
		What:   anatomy.Say("the provider is read-only and did not %s", e.Operation),
		Advice: anatomy.Say("To write, turn %v off.", anatomy.ReadOnly),
	}
}
