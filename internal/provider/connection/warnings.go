// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const summarySignInCare = "Sign-in to Partner Center needs attention"

// warnings are warnings of the sign-in and the client during operations, possibly several at once.
// They wait for the first operation that ends, and each is shown once.
type warnings struct {
	mu      sync.Mutex
	known   map[string]bool
	waiting []string
}

// add adds a warning, in full sentences without secrets.
func (w *warnings) add(ctx context.Context, message string) {
	tflog.Warn(ctx, message)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.known[message] {
		return
	}
	if w.known == nil {
		w.known = map[string]bool{}
	}
	w.known[message] = true
	w.waiting = append(w.waiting, message)
}

// take returns the warnings that were not shown yet.
func (w *warnings) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.waiting
	w.waiting = nil
	return taken
}

// WarnLater adds a warning to the operation that ends next, in full sentences without secrets.
func (c *Connection) WarnLater(ctx context.Context, message string) { c.warnings.add(ctx, message) }

// Warn shows the warnings about the sign-in. Every operation that may make a call ends with it.
func (c *Connection) Warn(diags *diag.Diagnostics) {
	if c == nil {
		return
	}
	for _, message := range c.warnings.take() {
		diags.AddWarning(summarySignInCare, message)
	}
}
