// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package disk keeps what an emulator must remember across restarts and crashes in one folder,
// which one emulator at a time may use. A Folder without a path keeps nothing: everything then
// lives in memory.
package disk
