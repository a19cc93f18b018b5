// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package emulator is a stateful stand-in for Partner Center's fraud events API and for the sign-in
// server of Entra ID, on loopback. It is written from docs-dev/api.md alone and shares no code with
// the client.
//
// Start gives a Server with an HTTPS listener that serves sign-in, the API and a control endpoint
// under /_emulator/, and on demand a plain HTTP listener for the API. State lives in memory, or in
// a data folder that survives restarts and crashes. Behaviour switches what the documentation
// leaves open, Fault makes calls fail, and Counts, Requests and Violations say what clients did.
//
// # The parts
//
// One world, many windows. Each window knows the world, and none knows another; the world knows no
// window, and the harness no endpoint.
//
//	emulator               Start, Close, Env: all that tests and the command import
//	control                the window of tests and people, on everything below
//	entra  partnercenter   the windows: sign-in, and the fraud events API
//	world  harness         the state; the steps of a call, with faults, counts and violations
//	disk                   the data folder
//
// A package imports from the rows below its own, and nothing else of this repository. A linter
// holds them to it.
//
// The API learns who a user is through the interface partnercenter.Users, which the sign-in server
// implements. Package emulatortest is the client of the emulator's own tests.
//
// # Assumptions
//
// Where the documentation is silent the emulator is strict, or does the more likely thing. Each
// window lists what it assumes in its package documentation, with the switch in brackets where
// there is one.
//
// For all windows: HTTP/1.1 only, so that a fault can break one connection. Request bodies of more
// than 8 MiB are 413.
package emulator
