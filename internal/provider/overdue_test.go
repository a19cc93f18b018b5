// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// applyOverdue is apply, but the time of the apply is up as soon as isUp returns true.
func (s *session) applyOverdue(p plan, isUp func() bool) diagnostics {
	s.t.Helper()
	s.overdue = isUp
	defer func() { s.overdue = nil }()
	return s.apply(p)
}

// oneMore returns a function that reports whether another request of that kind has come.
func oneMore(s *emulator.Server, kind string) func() bool {
	before := s.Count(kind)
	return func() bool { return s.Count(kind) > before }
}

// readInVain returns a function that reports whether the service has been read twice after another
// write, which shows that the first of these reads did not confirm it.
func readInVain(s *emulator.Server) func() bool {
	before := len(s.Requests())
	return func() bool {
		written, reads := false, 0
		for _, r := range s.Requests()[before:] {
			switch r.Kind {
			case emulator.KindUpdate, emulator.KindUpdateAlert:
				written = true
			case emulator.KindList, emulator.KindListAlerts:
				if written {
					reads++
				}
			}
		}
		return reads > 1
	}
}
