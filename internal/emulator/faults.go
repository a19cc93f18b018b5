// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

// FailNextToken makes the next token request fail with an Entra ID error, by its AADSTS number.
// Functions can adjust the fault, for example its Times.
func (s *Server) FailNextToken(aadsts int, adjust ...func(*Fault)) {
	f := Fault{Kind: KindToken, AADSTS: aadsts}
	for _, change := range adjust {
		change(&f)
	}
	s.AddFault(f)
}
