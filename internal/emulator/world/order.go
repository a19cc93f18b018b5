// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

// Order is the order of a listing.
type Order string

// The orders of a listing.
const (
	OrderNewestFirst Order = ""
	OrderOldestFirst Order = "oldest"
	OrderShuffled    Order = "shuffled" // no visible order, the same in each call
)
