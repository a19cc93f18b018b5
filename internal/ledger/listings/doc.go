// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package listings reads the listings of subscriptions, and shares them between callers.
//
//	shared.go   the listings of one subscription that readers and writers share. A write moves the
//	            epoch: neither a listing from before it nor one under way during it is handed to
//	            later readers
//	tenant.go   answers from one listing of the whole tenant once that is cheaper
//	fetch.go    reads one listing of one subscription: all of it, or as far as some events need
//	pages.go    receives the pages of a listing
//	lister.go   makes the calls, and distinguishes an unknown subscription from an address without an
//	            answer
//	listing.go  the result of one listing; near.go finds the listed id that a wrong id probably means
package listings
