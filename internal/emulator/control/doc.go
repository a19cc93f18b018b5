// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package control is the endpoint under /_emulator/ with which tests and people look into a running
// emulator and act in its world: as the portal would, as an administrator of Entra ID would, or as
// the network would.
package control
