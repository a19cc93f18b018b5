// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package harness passes calls to an emulator's windows. It knows no endpoint: a Window describes a
// request, and formats errors.
//
// Each call goes through a list of steps. The first step that replies ends the call:
//
//	record ─► delay ─► refuse a large body ─► limit ─► fail ─► serve
//	Recorder  Latency  MaxBody               Limit    Faults  the window
//
// A window can have requests within a request, such as those of a batch. [Line.Part] handles one:
// it is limited and fails like a call, but is not recorded.
//
// The Recorder counts calls, keeps requests without their secrets, and records violations of the
// documentation that the emulator does not refuse.
package harness
