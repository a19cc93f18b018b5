// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/auditrecords"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/mfa"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/webhooks"
)

// APIBehaviour switches how Partner Center's API behaves.
type APIBehaviour = partnercenter.Behaviour

// SignInBehaviour switches how Entra ID behaves.
type SignInBehaviour = entra.Behaviour

// WebhookBehaviour switches how webhooks behave.
type WebhookBehaviour = webhooks.Behaviour

// EntitlementBehaviour switches how the calls about Azure subscriptions behave.
type EntitlementBehaviour = entitlements.Behaviour

// AuditBehaviour switches how audit records behave.
type AuditBehaviour = auditrecords.Behaviour

// MFABehaviour switches how the lists about MFA behave.
type MFABehaviour = mfa.Behaviour

// BudgetBehaviour switches how budgets and usage records behave.
type BudgetBehaviour = budgets.Behaviour

// GraphBehaviour switches how Microsoft Graph behaves.
type GraphBehaviour = graph.Behaviour

// Behaviour switches undocumented behaviour of the services, and behaviour that an operator can
// configure. The zero value is the default: the most likely behaviour or, if none is more likely,
// the strictest. In JSON, the names are the field names, all on one level.
type Behaviour struct {
	APIBehaviour
	SignInBehaviour
	WebhookBehaviour
	EntitlementBehaviour
	AuditBehaviour
	MFABehaviour
	BudgetBehaviour
	GraphBehaviour
}

// SetBehaviour changes the behaviour in one step.
func (s *Server) SetBehaviour(change func(*Behaviour)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.behaviour)
	s.world.SetOrder(s.behaviour.Order)
}

// changeBehaviour changes the behaviour with decode, or not at all if decode fails.
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

// OnPage calls f for each page of a listing, after its content is fixed and before the reply.
// Changes by f appear on the next page, as if the world changes while a client reads. The page is 0
// without paging. The subscription is empty for a listing of the tenant, and for each listing of
// Graph. Nil removes f.
func (s *Server) OnPage(f func(subscriptionID string, page int)) { s.onPage.Store(&f) }

// page tells the function of OnPage about a page.
func (s *Server) page(subscriptionID string, page int) {
	if f := s.onPage.Load(); f != nil && *f != nil {
		(*f)(subscriptionID, page)
	}
}

// FailNextToken makes the next token request fail with an Entra ID error, by its AADSTS number.
func (s *Server) FailNextToken(aadsts int) { s.AddFault(Fault{Kind: KindToken, AADSTS: aadsts}) }
