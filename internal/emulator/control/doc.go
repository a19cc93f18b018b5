// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package control is the endpoint under /_emulator/ with which tests and people inspect a running
// emulator and change its world like the portal, an administrator of Entra ID, or the network. The
// guide "Play with the emulator" has an example of each path.
//
//	GET   state, events                        the world
//	      counts, requests, violations         the calls, without secrets
//	      behaviour                            the switches
//	      env, secrets                         what a client needs, and what no client may log
//	POST  inject, change, remove               events
//	      cancel-subscription, remove-subscription
//	      usage, budget                        customers' usage and budgets
//	      faults, clear-faults                 calls that fail
//	      behaviour                            changes switches
//	      reset-counts                         forgets the calls
//	      revoke-refresh-tokens                the sign-in, as by an administrator
//	      approve-device, deny-device          the sign-in with a code, as by a user
//	both  device                               a page to enter the code
//
// The endpoint takes requests from this machine only, and none from other sites in a browser.
package control
