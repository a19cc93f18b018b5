// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

const (
	toldElsewhere   = "Another error of this run says why in full, and what to do."
	wayOutElsewhere = "Another error of this run says what to do."
)

// told knows which failures have been told in full. Terraform shows every error, and a resource that
// fails must return one: so of two hundred resources that cannot sign in, the first explains it, and
// the others say that they have failed too.
type told struct {
	mu      sync.Mutex
	reasons map[string]bool
	kinds   map[string]bool
}

// addError adds an error, in short if what it says has been told by another.
func (c *connection) addError(diags *diag.Diagnostics, err error) {
	diags.Append(c.explain(err).diagnostic())
}

func (c *connection) explain(err error) explanation {
	x := explain(err)
	if c == nil || !x.common() {
		return x
	}
	return c.told.shorten(x)
}

// common reports whether what failed is something that many resources share, such as a sign-in.
func (x explanation) common() bool {
	switch x.summary {
	case summaryCall, summaryReadOnly, summarySignIn, summaryTimeout:
		return !x.named
	default:
		return false
	}
}

// shorten leaves out what another error has told. A refused sign-in is the same as another with the
// same advice, though the ids in its reason differ.
func (t *told) shorten(x explanation) explanation {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kinds == nil {
		t.kinds, t.reasons = map[string]bool{}, map[string]bool{}
	}
	kind := x.summary + "\n" + x.wayOut
	reason := kind + "\n" + x.reason
	knownKind := t.kinds[kind] && x.wayOut != ""
	knownReason := t.reasons[reason] || knownKind && x.summary == summarySignIn
	t.kinds[kind], t.reasons[reason] = true, true
	switch {
	case knownReason:
		x.reason, x.wayOut = toldElsewhere, ""
	case knownKind:
		x.wayOut = wayOutElsewhere
	}
	return x
}

// once explains the errors of one report. What fails for many entries stands there once anyway, and
// so has to read the same for all of them.
func (c *connection) once() func(error) explanation {
	made := map[explanation]explanation{}
	return func(err error) explanation {
		full := explain(err)
		if _, ok := made[full]; !ok {
			made[full] = c.explain(err)
		}
		return made[full]
	}
}
