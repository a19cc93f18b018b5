// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
)

// Files in the data folder.
const (
	eventsFile    = "events.json"
	directoryFile = "directory.json"
	caCertFile    = "ca.pem"
	caKeyFile     = "ca-key.pem"
	signingFile   = "signing-key.pem"
	lockFile      = "lock"
)

// savedEvents is the form of events.json.
type savedEvents struct {
	Version              int      `json:"version"`
	Subscriptions        []string `json:"subscriptions"`
	RemovedSubscriptions []string `json:"removedSubscriptions"`
	Events               []*Event `json:"events"`
}

// saved returns what events.json must hold now.
func (st *store) saved() savedEvents {
	saved := savedEvents{Version: 1, Events: st.events()}
	for _, sub := range st.subscriptions {
		if sub.removed {
			saved.RemovedSubscriptions = append(saved.RemovedSubscriptions, sub.id)
		} else {
			saved.Subscriptions = append(saved.Subscriptions, sub.id)
		}
	}
	return saved
}

func (st *store) restore(saved savedEvents) {
	for _, id := range saved.Subscriptions {
		st.know(id)
	}
	for _, id := range saved.RemovedSubscriptions {
		st.know(id).removed = true
	}
	for _, e := range saved.Events {
		st.put(*e)
	}
}

// saver keeps one file up to date with a value in memory. Concurrent changes share a write.
type saver struct {
	path     string // empty: nothing is written
	snapshot func() any

	writing sync.Mutex
	state   sync.Mutex
	changes uint64 // counted up with each change
	written uint64 // changes that the file holds
	err     error  // of the last write
}

// noteChange says that the value has changed. It is called with the lock that guards the value, and returns the
// number to wait for.
func (f *saver) noteChange() uint64 {
	f.state.Lock()
	defer f.state.Unlock()
	f.changes++
	return f.changes
}

// flush returns when the file holds at least that many changes. It is called without the value's lock.
func (f *saver) flush(change uint64) error {
	if f.path == "" {
		return nil
	}
	f.writing.Lock()
	defer f.writing.Unlock()
	f.state.Lock()
	done, target := f.written >= change, f.changes
	f.state.Unlock()
	if done {
		return f.err
	}
	f.err = f.write()
	f.state.Lock()
	defer f.state.Unlock()
	f.written = target
	return f.err
}

func (f *saver) write() error {
	content, err := json.Marshal(f.snapshot())
	if err != nil {
		return fmt.Errorf("encoding %s: %w", f.path, err)
	}
	return writeFile(f.path, content)
}

// load reads a file of the data folder into value, and says whether there was one.
func load(dataDir, name string, value any) (bool, error) {
	if dataDir == "" {
		return false, nil
	}
	path := filepath.Join(dataDir, name)
	content, err := readFile(path)
	if err != nil || content == nil {
		return false, err
	}
	if err := json.Unmarshal(content, value); err != nil {
		return false, fmt.Errorf("the emulator's state in %s is damaged; remove the file to start afresh: %w", path, err)
	}
	return true, nil
}
