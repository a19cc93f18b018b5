// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package emulator is a stateful emulator of Partner Center's fraud events API, of partner security
// in Microsoft Graph, and of Entra ID's sign-in server, on loopback. It is based on docs-dev/api.md
// alone and shares no code with the client.
//
// Start returns a Server with an HTTPS listener for the sign-in, the API, a portal for people at /,
// and a control endpoint under /_emulator/, and optionally a plain HTTP listener for the API and
// the portal. State is in memory, or in a data folder that survives restarts and crashes. Behaviour
// switches undocumented behaviour, Fault makes calls fail, and Counts, Requests, and Violations
// report the clients' calls.
//
// # The parts
//
// There is one world with many windows. Each window knows the world, but no other window. The world
// knows no window, and the harness knows no endpoint.
//
//	emulator               Start, Close, Env: all that tests and the command import
//	control                the window of tests and people, on everything below
//	entra  partnercenter   the windows: sign-in, and the fraud events API
//	graph                  a window: security alerts and the security score, in Microsoft Graph
//	portal                 the window of people: alerts, faults and calls, on pages
//	world  harness         the state; the steps of a call, with faults, counts and violations
//	disk                   the data folder
//
// A package imports only from the rows below its own, and nothing else in this repository. A linter
// enforces that.
//
// The API looks up users through the interface partnercenter.Users, which the sign-in server
// implements. Package emulatortest is a client for the emulator's own tests.
//
// # Assumptions
//
// Where the documentation does not say, the emulator behaves in the most likely or the strictest
// way. Each window lists its assumptions in its package documentation, with the name of the switch
// in brackets, if any.
//
// All windows use only HTTP/1.1, so that a fault can break a single connection. Request bodies
// larger than 8 MiB return 413.
package emulator
