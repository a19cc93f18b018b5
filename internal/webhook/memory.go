// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import "sync"

// memory remembers the last values that were added.
type memory[T comparable] struct {
	size int

	mu      sync.Mutex // guards the fields below
	known   map[T]bool
	arrived []T // the oldest is at next once all places are taken
	next    int
}

func newMemory[T comparable](size int) *memory[T] {
	return &memory[T]{size: size, known: map[T]bool{}}
}

func (m *memory[T]) has(value T) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[value]
}

func (m *memory[T]) add(value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known[value] {
		return
	}
	m.known[value] = true
	if len(m.arrived) < m.size {
		m.arrived = append(m.arrived, value)
		return
	}
	delete(m.known, m.arrived[m.next])
	m.arrived[m.next] = value
	m.next = (m.next + 1) % m.size
}

// forget removes a value. Its place stays taken.
func (m *memory[T]) forget(value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, value)
}
