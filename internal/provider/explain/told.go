// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

const (
	toldElsewhere   = "Another error of this run says why in full, and what to do."
	adviceElsewhere = "Another error of this run says what to do."
)

// Told knows which failures have been told in full. Terraform shows every error, and a resource
// that fails must return one: so of two hundred resources that cannot sign in, the first explains
// it, and the others say that they have failed too.
type Told struct {
	mu      sync.Mutex
	reasons map[string]bool
	kinds   map[string]bool
}

// AddError adds an error, in short if what it says has been told by another.
func (t *Told) AddError(diags *diag.Diagnostics, err error) {
	diags.Append(t.Explain(err).diagnostic())
}

// Explain puts an error into words, in short if another has told them. Without a memory of what was
// told, it tells all.
func (t *Told) Explain(err error) Explanation {
	x := Of(err)
	if t == nil || !x.common() {
		return x
	}
	return t.shorten(x)
}

// common reports whether what failed is something that many resources share, such as a sign-in.
func (x Explanation) common() bool {
	switch x.Summary {
	case summaryCall, SummaryReadOnly, summarySignIn, summaryTimeout:
		return !x.Named
	default:
		return false
	}
}

// shorten leaves out what another error has told. A refused sign-in is the same as another with the
// same advice, though the ids in its reason differ.
func (t *Told) shorten(x Explanation) Explanation {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.kinds == nil {
		t.kinds, t.reasons = map[string]bool{}, map[string]bool{}
	}
	kind := x.Summary + "\n" + x.Advice
	reason := kind + "\n" + x.Reason
	knownKind := t.kinds[kind] && x.Advice != ""
	knownReason := t.reasons[reason] || knownKind && x.Summary == summarySignIn
	t.kinds[kind], t.reasons[reason] = true, true
	switch {
	case knownReason:
		x.Reason, x.Advice = toldElsewhere, ""
	case knownKind:
		x.Advice = adviceElsewhere
	}
	return x
}

// once explains the errors of one report. What fails for many entries stands there once anyway, and
// so has to read the same for all of them.
func (t *Told) once() func(error) Explanation {
	made := map[Explanation]Explanation{}
	return func(err error) Explanation {
		full := Of(err)
		if _, ok := made[full]; !ok {
			made[full] = t.Explain(err)
		}
		return made[full]
	}
}
