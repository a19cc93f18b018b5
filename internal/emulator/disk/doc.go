// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package disk stores an emulator's state across restarts and crashes in one folder, which one
// emulator at a time may use. A Folder without a path stores nothing: everything is in memory.
package disk
