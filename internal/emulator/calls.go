// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

// Counts returns the number of requests by kind, since the start or the last ResetCounts.
func (s *Server) Counts() map[string]int { return s.harness.Counts() }

// Count returns the number of requests of one kind; KindAny counts all.
func (s *Server) Count(kind string) int { return s.harness.Count(kind) }

// ResetCounts forgets counts, requests and violations.
func (s *Server) ResetCounts() { s.harness.ResetCounts() }

// Requests returns the requests since the start or the last ResetCounts, oldest first. When there
// are very many, the oldest are left out.
func (s *Server) Requests() []Request { return s.harness.Requests() }

// Violations returns what clients did against the documentation without being refused, in plain
// sentences: a request id used again after a response, a write without event ids, a missing header,
// a call before its Retry-After had passed. It is empty when every client behaved.
func (s *Server) Violations() []string { return s.harness.Violations() }

// AddFault queues a fault behind those that are there.
func (s *Server) AddFault(f Fault) { s.harness.AddFault(f) }

// ClearFaults forgets the faults that are still to come.
func (s *Server) ClearFaults() { s.harness.ClearFaults() }

// FailNextToken makes the next token request fail with an error of Entra ID, by its AADSTS number.
// Functions may adjust the fault, for example its Times.
func (s *Server) FailNextToken(aadsts int, adjust ...func(*Fault)) {
	f := Fault{Kind: KindToken, AADSTS: aadsts}
	for _, change := range adjust {
		change(&f)
	}
	s.AddFault(f)
}
