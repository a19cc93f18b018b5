// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package anatomy is the common structure of the layers' errors: what happened, advice, and facts.
// No layer lays out an error. The edges do: explain for Terraform, and the companion command for a
// terminal. So no layer below them mentions flags, blocks or plans, and each edge names settings in
// its own way.
package anatomy

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Anatomy is an error taken apart.
type Anatomy struct {
	Kind    Kind
	Service string // that was called or signed in to; empty for Partner Center
	What    Text   // a clause without a full stop
	Advice  Text   // what to do next, in sentences
	More    Text   // what else happened, in sentences
	Facts   Facts
}

// Kind says what failed.
type Kind int

// The kinds.
const (
	Other   Kind = iota
	Setting      // what somebody has configured
	SignIn
	Call         // to a service
	ReadOnlyMode // a write that this mode prevented
)

// String returns all parts in one line: the text of an [Error] where no edge lays it out.
func (a Anatomy) String() string {
	parts := []string{a.What.String() + stop(a.What.String())}
	if rest := Join(a.Advice, a.More).String(); rest != "" {
		parts = append(parts, rest)
	}
	if facts := a.Facts.String(); facts != "" {
		parts = append(parts, "["+facts+"]")
	}
	return strings.Join(parts, " ")
}

// Error is an error that has an anatomy, which is also its text.
type Error interface {
	error
	Anatomy() Anatomy
}

// Around adds knowledge to another error.
type Around interface {
	error
	Known() string // in sentences
	Reason() error // the error that the last of them is about; nil if there is none
}

// Of takes an error apart. The text of an error without an anatomy is what happened. An error
// around another may add knowledge.
func Of(err error) Anatomy {
	a := Anatomy{What: Say("%v", err)}
	if own := Error(nil); errors.As(err, &own) {
		a = own.Anatomy()
	}
	if around := Around(nil); errors.As(err, &around) {
		return a.knowing(around)
	}
	return a
}

// knowing adds what an error around this one knows. The ids of its reason are among the facts, and
// each edge names its settings in its own way.
func (a Anatomy) knowing(around Around) Anatomy {
	if around.Reason() == nil {
		a.More = Join(Say("%s", around.Known()), a.More)
		return a
	}
	reason := Of(around.Reason())
	what := reason.What
	if n := reason.Facts.Attempts; n > 0 {
		what = Say("%v (%s)", what, Attempts(n, reason.Facts.Elapsed))
	}
	known := Say("%s: %v%s", strings.TrimSuffix(around.Known(), "."), what, stop(what.String()))
	a.More = Join(known, reason.Advice, reason.More, a.More)
	a.Facts = a.Facts.With(reason.Facts.IDs...)
	return a
}

// Facts help Microsoft's support find a request.
type Facts struct {
	Attempts int
	Elapsed  time.Duration
	IDs      []ID
}

// ID is the id of a request, given by a service or by us: {"MS-RequestId", "7c1f…"}.
type ID struct{ Name, Value string }

// With returns the facts with further ids, without empty ones and duplicates.
func (f Facts) With(ids ...ID) Facts {
	f.IDs = slices.Clone(f.IDs)
	for _, id := range ids {
		if id.Value != "" && !slices.Contains(f.IDs, id) {
			f.IDs = append(f.IDs, id)
		}
	}
	return f
}

// String lists the facts in one line. It is empty if there are none.
func (f Facts) String() string {
	var facts []string
	if f.Attempts > 0 {
		facts = append(facts, Attempts(f.Attempts, f.Elapsed))
	}
	for _, id := range f.IDs {
		facts = append(facts, id.Name+" "+id.Value)
	}
	return strings.Join(facts, ", ")
}

// Attempts returns a text such as "3 attempts in 1.2s".
func Attempts(attempts int, elapsed time.Duration) string {
	noun := "attempts"
	if attempts == 1 {
		noun = "attempt"
	}
	precision := time.Millisecond
	if elapsed >= time.Second {
		precision = 100 * time.Millisecond
	}
	return fmt.Sprintf("%d %s in %s", attempts, noun, elapsed.Round(precision))
}

// Status returns a text such as "HTTP 429 Too Many Requests".
func Status(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("HTTP %d %s", code, text)
	}
	return fmt.Sprintf("HTTP %d", code)
}
