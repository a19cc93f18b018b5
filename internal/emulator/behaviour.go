// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
)

// APIBehaviour switches how Partner Center's API behaves.
type APIBehaviour = partnercenter.Behaviour

// SignInBehaviour switches how Entra ID behaves.
type SignInBehaviour = entra.Behaviour

// Behaviour switches the things that nobody outside Microsoft knows about the services, and those
// that an operator can configure. The zero value is the default, which is the most likely answer
// or, where nothing points either way, the strictest. In JSON the names are those of the fields,
// all on one level.
type Behaviour struct {
	APIBehaviour
	SignInBehaviour
}

// SetBehaviour changes the behaviour in one step.
func (s *Server) SetBehaviour(change func(*Behaviour)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.behaviour)
	s.world.SetOrder(s.behaviour.Order)
}

// changeBehaviour changes the behaviour as decode says, or not at all when it fails.
func (s *Server) changeBehaviour(decode func(behaviour any) error) error {
	var err error
	s.SetBehaviour(func(b *Behaviour) {
		next := *b
		if err = decode(&next); err == nil {
			*b = next
		}
	})
	return err
}

// Behaviour returns the present behaviour.
func (s *Server) Behaviour() Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.behaviour
}

// OnPage has f called for each page of a listing once its content is settled, and before it is
// answered: what f changes shows on the next page, as when the world moves while a client reads.
// The page is 0 without paging. Nil ends it.
func (s *Server) OnPage(f func(subscriptionID string, page int)) { s.api.OnPage(f) }
