// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"strings"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// FuzzImportID reads any import id. An accepted one names one event, and is the id of that event.
func FuzzImportID(f *testing.F) {
	for _, seed := range []string{"", "/", "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593/event",
		"5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593/a/b", "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593/ ",
		"{5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593}/x", "x/\x1b[2J", "a\u202e/b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var diags diag.Diagnostics
		id := importIdentity(context.Background(), resource.ImportStateRequest{ID: text}, &diags)
		for _, d := range diags {
			if strings.ContainsFunc(d.Summary()+d.Detail(),
				func(r rune) bool { return r != '\n' && !unicode.IsGraphic(r) }) {
				t.Errorf("%q", d.Detail())
			}
		}
		if diags.HasError() {
			return
		}
		if id.SubscriptionID.ValueString()+"/"+id.EventID.ValueString() != text ||
			fraud.CheckGUID(id.SubscriptionID.ValueString()) != nil {
			t.Errorf("%q became %v", text, id)
		}
	})
}

// FuzzPrivateState reads private state of any content. What is not ours counts as missing, and what
// is ours is the same after it was written again.
func FuzzPrivateState(f *testing.F) {
	for _, seed := range []string{"", "{}", "null", `{"last":{"status":"Active"}}`,
		`{"id":{"last":{}}}`,
		`{"standing":{"status":"Resolved"},"by":"x","at":"9999-12-31T23:59:59-23:59"}`, "[]",
		`{"ID":null}`} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, kept []byte, many bool) {
		var diags diag.Diagnostics
		r := remembered{many: many, one: "id"}
		state := acctest.PrivateState{memoryKey: kept, movementKey: kept, memoriesKey: kept,
			movementsKey: kept}
		memories, movements := r.recall(t.Context(), state, &diags)
		r.remember(t.Context(), state, memories, &diags)
		r.note(t.Context(), state, movements, &diags)
		again, moved := r.recall(t.Context(), state, &diags)
		if diags.HasError() {
			t.Errorf("%q: %v", kept, diags)
		}
		if len(again) != len(memories) || len(moved) != len(movements) {
			t.Errorf("%q: %v became %v, and %v became %v", kept, memories, again, movements, moved)
		}
	})
}
