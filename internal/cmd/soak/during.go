// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// during is what happens during a command, after some calls.
type during struct {
	moves map[int]func()
	kill  *kill
	// onPage changes the fillers while a listing is read, so that its pages shift; nil: nothing
	onPage func(subscription string, page int)
}

func (g *game) pickDuring(r *rand.Rand) during {
	d := during{moves: map[int]func(){}}
	if g.fillers > 0 && r.IntN(2) == 0 {
		d.onPage = g.shiftPages(r.IntN(2) == 0)
	}
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

// shiftPages returns what moves the events of the next page, once: by a new event, which repeats
// one, or by one that has left, which hides one.
func (g *game) shiftPages(repeat bool) func(string, int) {
	var once sync.Once
	subscription := g.events[0].subscription
	return func(_ string, page int) {
		if page != 1 {
			return
		}
		once.Do(func() {
			if repeat {
				g.added++
				filler := emulator.NewEvent(subscription, fmt.Sprintf("filler-%d", g.added))
				filler.EventTime = fmt.Sprintf("2026-02-01T00:00:%02d", g.added%60)
				g.service.Inject(filler)
				return
			}
			for _, e := range g.service.Events() {
				if strings.HasPrefix(e.EventID, "filler-") {
					_ = g.service.Remove(e.EventID)
					return
				}
			}
		})
	}
}
