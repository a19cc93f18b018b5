// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package updateevents is the action that makes one decision about many fraud events, for a one-off
// clean-up. Terraform calls it three times, and more is known each time:
//
//	validate  check.go: exactly one selection, and what single attributes cannot show
//	   │
//	plan      check.go again, with the validators. selected.go lists and picks; preview.go says what
//	   │      invoking would change. Nothing is written
//	invoke    the same checks, and events are picked anew: expected_count holds them to the preview.
//	          invoke.go decides batch by batch, and progress.go says so; outcome.go counts, and ends
//	          with an honest count and one error for all that failed
package updateevents
