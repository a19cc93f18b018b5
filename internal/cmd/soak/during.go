// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"math/rand/v2"
	"syscall"
)

// during is what happens during a command, after some calls.
type during struct {
	moves map[int]func()
	kill  *kill
}

func (g *game) pickDuring(r *rand.Rand) during {
	d := during{moves: map[int]func(){}}
	if r.IntN(4) == 0 {
		d.moves[1+r.IntN(3)] = g.move(r)
	}
	if r.IntN(5) == 0 {
		d.kill = &kill{after: 1 + r.IntN(5), provider: r.IntN(2) == 0,
			signal: pick(r, syscall.SIGKILL, syscall.SIGINT, syscall.SIGKILL, syscall.SIGTERM)}
	}
	return d
}

// triggers returns what to do after each number of calls.
func (d during) triggers(v *victim) map[int][]func() {
	all := map[int][]func(){}
	for after, move := range d.moves {
		all[after] = append(all[after], move)
	}
	if d.kill != nil {
		all[d.kill.after] = append(all[d.kill.after], func() { v.hit(*d.kill) })
	}
	return all
}
