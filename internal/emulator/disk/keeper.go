// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package disk

import (
	"encoding/json"
	"fmt"
	"sync"
)

// Keeper keeps one file up to date with a value in memory. Concurrent changes share a write.
type Keeper struct {
	path     string // empty: nothing is written
	snapshot func() any

	writing sync.Mutex
	state   sync.Mutex
	changes uint64 // counted up with each change
	written uint64 // changes that the file holds
	err     error  // of the last write
}

// Change makes a change under the lock that guards the value, and returns when the change is on
// disk.
func (k *Keeper) Change(guard sync.Locker, change func()) error {
	guard.Lock()
	change()
	number := k.noteChange()
	guard.Unlock()
	return k.flush(number)
}

// noteChange records a change of the value. It is called with the lock that guards the value, and
// returns the number to wait for.
func (k *Keeper) noteChange() uint64 {
	k.state.Lock()
	defer k.state.Unlock()
	k.changes++
	return k.changes
}

// flush returns when the file has at least that many changes. It is called without the value's
// lock.
func (k *Keeper) flush(change uint64) error {
	if k.path == "" {
		return nil
	}
	k.writing.Lock()
	defer k.writing.Unlock()
	k.state.Lock()
	done, target := k.written >= change, k.changes
	k.state.Unlock()
	if done {
		return k.err
	}
	k.err = k.write()
	k.state.Lock()
	defer k.state.Unlock()
	k.written = target
	return k.err
}

func (k *Keeper) write() error {
	content, err := json.Marshal(k.snapshot())
	if err != nil {
		return fmt.Errorf("encoding %s: %w", k.path, err)
	}
	return WriteFile(k.path, content)
}

// failure returns the error of the last write, after which the file is not up to date.
func (k *Keeper) failure() error {
	k.writing.Lock()
	defer k.writing.Unlock()
	return k.err
}
