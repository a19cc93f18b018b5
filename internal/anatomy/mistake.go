// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy

import "errors"

// Mistake is an invalid setting that can be detected without a request. It never holds a secret.
type Mistake struct {
	Setting Key
	// Origin is the origin of the value: the key itself, a variable or a flag. It is empty if there is
	// no value.
	Origin string
	What   Text // completes the name: "must be a GUID, got …"
	Advice Text
}

// Wrong is a mistake in the setting under check; At adds the setting.
func Wrong(format string, args ...any) *Mistake { return &Mistake{What: Say(format, args...)} }

// Do adds a sentence of advice.
func (m *Mistake) Do(format string, args ...any) *Mistake {
	m.Advice = Join(m.Advice, Say(format, args...))
	return m
}

// At adds the setting and the origin of its value.
func (m *Mistake) At(setting Key, origin string) *Mistake {
	at := *m
	at.Setting, at.Origin = setting, origin
	return &at
}

// MistakeAt turns the error of a check into a mistake of the setting. An error of another type
// completes the name, too.
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

// subject names a setting by the origin of its value.
type subject struct {
	setting Key
	origin  string
}

// in names the holder of the value: a variable or a flag is written unchanged.
func (s subject) in(names Names) string {
	if s.origin == "" || s.origin == string(s.setting) {
		return names(s.setting)
	}
	return s.origin
}

// Subject names a setting by the origin of its value, for another setting's mistake.
func Subject(setting Key, origin string) Text { return Say("%v", subject{setting, origin}) }
