// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// PrivateState is private state of any content.
type PrivateState map[string][]byte

// GetKey returns the value of a key.
func (p PrivateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

// SetKey sets the value of a key.
func (p PrivateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}
