// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package fidelity is the report of what the service does, as "partnercenter doctor --report"
// writes it, and what "partnercenter emulator --behave-like" makes of it.
//
// A report is safe to attach to an issue. It has no free text: every text in it is from a list of
// ours, which the JSON Schema repeats, so a valid report cannot hold a name, an address, or a
// token. The observations are those of package parity, and a shape (package shape) describes each
// reply. Package probe makes the calls.
package fidelity
