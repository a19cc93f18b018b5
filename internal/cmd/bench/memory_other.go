// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !linux

package main

// watchMemory measures nothing: only Linux readily provides the peak of another process.
func watchMemory(string) (stop func() int) { return func() int { return 0 } }
