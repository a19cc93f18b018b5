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

// Told remembers which failures have been told in full. Terraform shows every error, and a resource
// that fails must return one. So if two hundred resources cannot sign in, the first explains it,
// and the others only say that they failed, too.
type Told struct {
	explain func(error) Explanation

	mu      sync.Mutex
	reasons map[string]bool
	advice  map[string]bool
}

// NewTold returns a Told that remembers what explain says.
func NewTold(explain func(error) Explanation) *Told {
	return &Told{explain: explain, reasons: map[string]bool{}, advice: map[string]bool{}}
}

// AddError adds an error, and shortens it if another error has told the same.
func (t *Told) AddError(diags *diag.Diagnostics, err error) {
	t.shorten(t.explain(err)).AddTo(diags)
}

// shorten omits what another error has told.
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

// once explains the errors of one report. A failure of many entries appears there once anyway, so
// it must read the same for all of them.
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
