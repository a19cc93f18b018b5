// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"

// Subscriptions and events for the tests.
const (
	subA    = emulatortest.SubscriptionA
	subB    = emulatortest.SubscriptionB
	eventA1 = emulatortest.EventA1
)
