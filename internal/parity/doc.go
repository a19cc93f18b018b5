// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package parity is the table of facts about the service that this repository relies on: how each
// one is known, what the provider does if it is otherwise, the test that proves that, and how
// somebody with an account settles it. The table is in facts/, one file for each area.
//
// Comments refer to a fact as "(parity: list-order)", with several ids separated by commas. So do
// the lists of assumptions in the emulator. Tests in test/ find ids without a fact, facts without a
// reference, switches of the emulator without a fact, and names of tests that do not exist.
//
// The table has two more uses. A key such as events.order is an observation in the report of
// "partnercenter doctor --report": its values are those of the table, and no other can be written.
// And each value names the setting of a switch with which the emulator behaves so.
package parity
