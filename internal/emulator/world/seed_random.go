// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"encoding/binary"
	"math/rand/v2"
	"strconv"

	"github.com/google/uuid"
)

// seedRandom is a repeatable source of choices.
type seedRandom struct{ *rand.Rand }

func (r *seedRandom) guid() string {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], r.Uint64())
	binary.LittleEndian.PutUint64(b[8:], r.Uint64())
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // a random GUID, version 4
	return uuid.UUID(b).String()
}

func (r *seedRandom) pick(from []string) string { return from[r.IntN(len(from))] }

// address is from the ranges reserved for documentation.
func (r *seedRandom) address() string {
	return r.pick([]string{"192.0.2.", "198.51.100.", "203.0.113."}) + strconv.Itoa(1+r.IntN(254))
}

func (r *seedRandom) addresses() string { return "[\r\n  \"" + r.address() + "\"\r\n]" }
