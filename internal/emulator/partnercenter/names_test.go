// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"

// Subscriptions and events of the tests.
const (
	subA    = emulatortest.SubscriptionA
	eventA1 = emulatortest.EventA1
	eventA2 = emulatortest.EventA2
	eventB1 = emulatortest.EventB1
)
