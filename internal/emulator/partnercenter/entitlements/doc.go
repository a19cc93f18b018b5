// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package entitlements serves the Azure subscriptions behind the events: usage records of a
// customer's plans, entitlements, cancel, and reactivate.
//
// # Assumptions
//
// This list is complete: it has every point that the API's documentation leaves open. Names in
// brackets are switches.
//
// Reads:
//   - Every customer with an event has two Azure plans. Each modern subscription is in one of them
//     [EntitlementsInAllPlans], and each legacy subscription is only in the usage records. An
//     unknown customer is 400/900118. (parity: azure-plans, azure-one-plan, azure-unknown)
//   - A list is wrapped [EntitlementsBare] and complete [EntitlementPageSize]. Order is by id.
//     (parity: azure-wrapped, azure-pages)
//   - An entitlement in another plan of the customer, or none, is 404/800111, and so is an unknown
//     plan. Ids are not case-sensitive. One that is not a GUID is 400/800002. (parity:
//     azure-unknown, azure-entitlement-id)
//   - A list of entitlements is not throttled [EntitlementListCalls]. (parity: azure-throttled)
//   - A canceled subscription stays in the list. (parity: azure-status)
//
// Cancel and reactivate:
//   - A user needs both the Global Administrator and the Admin agent role (403/900150). A token
//     without a user is 403/900329, although the documentation names it as supported. (parity:
//     azure-roles)
//   - The body of cancel is an object whose only member is cancellationReason. Without it, with
//     another member, or with another form, it is 400/800002. A reason other than "compromise", in
//     exactly this case, is 400/900307 [AnyCancellationReason]. (parity: azure-reasons,
//     azure-cancel-body)
//   - Cancel replies with 200 and the entitlement, whose status is still active [CancelAccepted].
//     Reactivate replies with 202 and no body. Either takes effect after ten minutes
//     [EntitlementSeconds]. (parity: azure-cancel-reply, azure-delay, azure-reactivate)
//   - Canceling an inactive subscription, or one with a cancellation on its way, is 400/400
//     [CancelTwice]. Reactivating an active one is 400/900337, and so is any reactivation if the
//     operator wants that [ReactivateRefused]. (parity: azure-cancel-twice, azure-reactivate)
//   - Cancel does not change the events of the subscription [CancelResolvesEvents], and they stay
//     listed [CancelUnlistsEvents]. (parity: azure-cancel-events, azure-cancel-unlists)
//   - The dashboard's cancellation takes effect after the same time. It resolves the events as
//     Fraud at once. (parity: azure-delay, write-elsewhere)
package entitlements
