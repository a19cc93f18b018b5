// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package anatomy is what the layers' errors have in common: what happened, advice, and facts. No
// layer lays an error out. The edges do: explain for Terraform, and the companion command for a
// terminal. So nothing below them speaks of flags, blocks or plans, and each edge names settings in
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
	Kind   Kind
	What   Text // a clause without a full stop
	Advice Text // what to do next, in sentences
	More   Text // what else happened, in sentences
	Facts  Facts
}

// Kind is what failed.
type Kind int

// The kinds.
const (
	Other   Kind = iota
	Setting      // what somebody has configured
	SignIn
	Call // to a service
)

// String is all of it in one line: the text of an [Error] where no edge lays it out.
func (a Anatomy) String() string {
	parts := []string{a.What.String() + "."}
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

// Around is an error around another that knows more about it.
type Around interface {
	error
	Known() string // in sentences
	Reason() error // the error that the last of them is about; nil if there is none
}

// Of takes an error apart. One without an anatomy speaks for itself. An error around another may
// know more about it.
func Of(err error) Anatomy {
	a := Anatomy{What: Say("%v", err)}
	if own := Error(nil); errors.As(err, &own) {
		a = own.Anatomy()
	}
	if around := Around(nil); errors.As(err, &around) {
		a.More = Join(known(around.Known(), around.Reason()), a.More)
	}
	return a
}

// known completes the text with an error, whose settings each edge names in its own way.
func known(text string, reason error) Text {
	if reason == nil {
		return Say("%s", text)
	}
	a := Of(reason)
	said := Join(Say("%s: %v.", strings.TrimSuffix(text, "."), a.What), a.Advice, a.More)
	if facts := a.Facts.String(); facts != "" {
		said = Join(said, Say("[%s]", facts))
	}
	return said
}

// Facts are what Microsoft's support asks for.
type Facts struct {
	Attempts int
	Elapsed  time.Duration
	IDs      []ID
}

// ID is one that a service gave to a request, or that we did: {"MS-RequestId", "7c1f…"}.
type ID struct{ Name, Value string }

// With returns the facts with further ids, but for those that are empty.
func (f Facts) With(ids ...ID) Facts {
	f.IDs = slices.Concat(f.IDs, ids)
	f.IDs = slices.DeleteFunc(f.IDs, func(id ID) bool { return id.Value == "" })
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

// Attempts reads like "3 attempts in 1.2s".
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

// Status reads like "HTTP 429 Too Many Requests".
func Status(code int) string {
	if text := http.StatusText(code); text != "" {
		return fmt.Sprintf("HTTP %d %s", code, text)
	}
	return fmt.Sprintf("HTTP %d", code)
}
