// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package portal is the emulator's page for people, at /: the alerts, the actions of a colleague or
// Microsoft, the activity log, Azure subscriptions, budgets, the webhook, the security score,
// faults, and the received calls. It replaces the dashboard of Partner Center, but does
// not look like it.
//
//	GET   a page, from the present state               ─► world, harness
//	POST  guard ─► one action ─► 303 to the next page  ─► world, harness
//
// A browser visits many sites, and each of them can send requests to this machine. So the guard
// refuses a request that does not name this machine (DNS rebinding), and a POST that another site
// sent or that lacks the token of the portal's own forms. The portal's requests are not calls: they
// are neither counted nor subject to faults, latency, and limits.
//
// The pages are plain HTML without scripts. The content security policy allows nothing but the
// portal's own style sheet and forms.
package portal
