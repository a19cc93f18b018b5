// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package entitlement has the data sources for Azure subscriptions, and the actions that cancel and
// reactivate one.
//
// Both are actions, and never resources: a destroy, a taint, or a vanished for_each key must not
// cancel a customer's subscription. An invocation goes through these guards, in this order:
//
//	model.go   the confirmation is a literal, and equals the subscription
//	guard.go   the subscription exists, belongs to an Azure plan, and has the other status
//	guard.go   Partner Center lists a fraud event of it that justifies the change
//	guard.go   no other operation of this run changes it, and no opposite request is on its way
//	invoke.go  no dry run, and no read-only provider
//	invoke.go  no operation of this run has sent the request before
//
// Then the request is sent exactly once. If its outcome is unknown, the invocation only reads.
// events.go resolves the events afterwards.
package entitlement
