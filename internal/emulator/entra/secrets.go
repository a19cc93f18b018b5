// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"maps"
	"slices"
)

// shortestSecret is shorter than any that the emulator makes. A shorter text that a client sends in
// place of a secret could be in any log by chance.
const shortestSecret = 16

// remember notes a secret for IssuedSecrets, and returns it.
func (s *SignIn) remember(secret string) string {
	if len(secret) >= shortestSecret {
		s.secrets[secret] = true
	}
	return secret
}

// IssuedSecrets returns every client secret, refresh token, access token, id token, code and device
// code that the emulator issued or holds, and every assertion that it was sent: none of them may
// ever be in a log.
func (s *SignIn) IssuedSecrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.directory.Apps {
		s.remember(a.Secret)
	}
	for token := range s.directory.RefreshTokens {
		s.remember(token)
	}
	return slices.Sorted(maps.Keys(s.secrets))
}
