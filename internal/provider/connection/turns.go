// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"context"
	"strings"
	"sync"
)

// turns lets only one operation of a run at a time change a thing that is no fraud event.
type turns struct {
	mu    sync.Mutex
	byKey map[string]*Turn
}

// Turn is the right to change one thing, such as an Azure subscription.
type Turn struct {
	free chan struct{} // holds one value while nobody has the turn

	// Requested is the last request that an operation of this run has sent. The holder of the turn
	// reads it before it sends another, and sets it.
	Requested string

	// Declared says that an operation of this run has set the thing as its object declares it. A
	// destroy of another object, as in a replacement, leaves it so.
	Declared bool

	// Undone is the thing as it was before a destroy of this run changed it. The plan of a new object
	// showed that.
	Undone any
}

// Turn waits until no other operation of this run changes the thing with that key, in any case.
// Always call end.
func (c *Connection) Turn(ctx context.Context, key string) (turn *Turn, end func(), err error) {
	turn = c.turns.of(strings.ToLower(key))
	select {
	case <-turn.free:
		return turn, func() { turn.free <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, func() {}, ctx.Err()
	}
}

func (t *turns) of(key string) *Turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byKey == nil {
		t.byKey = map[string]*Turn{}
	}
	if t.byKey[key] == nil {
		t.byKey[key] = &Turn{free: make(chan struct{}, 1)}
		t.byKey[key].free <- struct{}{}
	}
	return t.byKey[key]
}
