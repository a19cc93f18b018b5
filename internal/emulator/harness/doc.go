// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package harness carries the calls to an emulator's windows. It knows no endpoint: a Window tells
// it what a request is, and gives its errors their shape.
//
// Each call goes through one list of steps, and the first that answers ends it:
//
//	record ─► delay ─► refuse a large body ─► limit ─► fail ─► serve
//	Recorder  Latency  MaxBody               Limit    Faults  the window
//
// The Recorder counts, keeps requests without their secrets, and notes violations: what a client
// did against the documentation without being refused.
package harness
