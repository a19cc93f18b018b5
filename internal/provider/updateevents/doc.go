// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package updateevents is the action that makes one decision about many fraud events, for a one-off
// clean-up. Terraform calls it three times, with more known values each time:
//
//	validate  check.go: exactly one selection, and other rules for several attributes
//	   │
//	plan      check.go again, with the validators. selected.go lists and selects events; preview.go
//	   │      previews the changes. Nothing is written
//	invoke    the same checks. Events are selected again; expected_count holds them to the preview.
//	          invoke.go decides batch by batch, and progress.go reports it; outcome.go ends
//	          with the result as counts and one error about all failures
package updateevents
