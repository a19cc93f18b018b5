// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package control is the endpoint under /_emulator/ with which tests and people inspect a running
// emulator and change its world like the portal, an administrator of Entra ID, or the network.
package control
