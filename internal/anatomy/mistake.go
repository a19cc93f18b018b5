// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy

import "errors"

// Mistake is a setting that cannot be right, which shows without asking anybody. It never holds a
// secret.
type Mistake struct {
	Setting Key
	// Origin is where the value came from: the key itself, a variable or a flag. It is empty if there
	// is no value.
	Origin string
	What   Text // completes the name: "must be a GUID, got …"
	Advice Text
}

// Wrong is a mistake in the setting that is being checked, whichever that is.
func Wrong(format string, args ...any) *Mistake { return &Mistake{What: Say(format, args...)} }

// Do adds a sentence of advice.
func (m *Mistake) Do(format string, args ...any) *Mistake {
	m.Advice = Join(m.Advice, Say(format, args...))
	return m
}

// At says which setting it is, and where its value came from.
func (m *Mistake) At(setting Key, origin string) *Mistake {
	at := *m
	at.Setting, at.Origin = setting, origin
	return &at
}

// MistakeAt is the mistake that a check of the setting has found. An error that is none completes
// the name, too.
func MistakeAt(setting Key, origin string, err error) *Mistake {
	var mistake *Mistake
	if !errors.As(err, &mistake) {
		mistake = Wrong("%v", err)
	}
	return mistake.At(setting, origin)
}

// Anatomy implements [Error].
func (m *Mistake) Anatomy() Anatomy {
	a := Anatomy{Kind: Setting, What: m.What, Advice: m.Advice}
	if m.Setting != "" || m.Origin != "" {
		a.What = Say("%v %v", subject{m.Setting, m.Origin}, m.What)
	}
	return a
}

// Error implements error.
func (m *Mistake) Error() string { return m.Anatomy().String() }

// subject is a setting by where its value came from.
type subject struct {
	setting Key
	origin  string
}

// in names what holds the value: a variable or a flag is written as it is.
func (s subject) in(names Names) string {
	if s.origin == "" || s.origin == string(s.setting) {
		return names(s.setting)
	}
	return s.origin
}

// Subject is a setting by where its value came from, for another setting's mistake.
func Subject(setting Key, origin string) Text { return Say("%v", subject{setting, origin}) }
