// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package emulatortest tests an emulator from outside, as a client that follows the documentation.
// It shares no code with the provider's client.
package emulatortest
