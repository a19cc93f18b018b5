// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

// learned is what events have made known, such as customers, by lower-case id.
type learned[T any] struct {
	kept *disk.Keeper

	mu   sync.Mutex // guards the field below
	byID map[string]*T
}

// open reads the file, and keeps it up to date from now on.
func (k *learned[T]) open(folder *disk.Folder, file string, id func(*T) string) error {
	k.byID = map[string]*T{}
	k.kept = folder.Keeper(file, func() any { return k.All() })
	var saved []*T
	_, err := folder.Load(file, &saved)
	for _, one := range saved {
		k.byID[strings.ToLower(id(one))] = one
	}
	return err
}

// All returns everything, in the order of the ids.
func (k *learned[T]) All() []T {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := make([]T, 0, len(k.byID))
	for _, id := range slices.Sorted(maps.Keys(k.byID)) {
		all = append(all, *k.byID[id])
	}
	return all
}

// learn adds what events make known. It writes to disk only if something is new.
func (k *learned[T]) learn(events []*Event, id func(*Event) string, of func(*Event) *T) error {
	old := func(e *Event) bool {
		key := strings.ToLower(id(e))
		return key == "" || k.byID[key] != nil
	}
	k.mu.Lock()
	news := slices.DeleteFunc(slices.Clone(events), old)
	k.mu.Unlock()
	if len(news) == 0 {
		return nil
	}
	return k.change(func() {
		for _, e := range news {
			if !old(e) {
				k.byID[strings.ToLower(id(e))] = of(e)
			}
		}
	})
}

func (k *learned[T]) change(change func()) error { return k.kept.Change(&k.mu, change) }
