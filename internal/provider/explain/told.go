// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain

import (
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

const (
	toldElsewhere   = "Another error of this run describes the cause and the remedy."
	adviceElsewhere = "Another error of this run describes the remedy."
)

// Told knows which failures have been told in full. Terraform shows every error, and a resource
// that fails must return one: so of two hundred resources that cannot sign in, the first explains
// it, and the others say that they have failed too.
type Told struct {
	explain func(error) Explanation

	mu      sync.Mutex
	reasons map[string]bool
	advice  map[string]bool
}

// NewTold remembers what explain says.
func NewTold(explain func(error) Explanation) *Told {
	return &Told{explain: explain, reasons: map[string]bool{}, advice: map[string]bool{}}
}

// AddError adds an error, in short if what it says has been told by another.
func (t *Told) AddError(diags *diag.Diagnostics,
	err error) {
	t.shorten(t.explain(err)).AddTo(diags)
}

// shorten leaves out what another error has told.
func (t *Told) shorten(x Explanation) Explanation {
	if !x.Common {
		return x
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	advice := x.Summary + "\n" + x.Advice
	reason := advice + "\n" + x.Reason
	toldAdvice, toldReason := t.advice[advice] && x.Advice != "", t.reasons[reason]
	t.advice[advice], t.reasons[reason] = true, true
	switch {
	case toldReason:
		x.Reason, x.Advice = toldElsewhere, ""
	case toldAdvice:
		x.Advice = adviceElsewhere
	}
	return x
}

// once explains the errors of one report. What fails for many entries stands there once anyway, and
// so has to read the same for all of them.
func (t *Told) once() func(error) Explanation {
	made := map[Explanation]Explanation{}
	return func(err error) Explanation {
		full := t.explain(err)
		if _, ok := made[full]; !ok {
			made[full] = t.shorten(full)
		}
		return made[full]
	}
}
