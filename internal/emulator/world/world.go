// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

const eventsFile = "events.json"

// ErrUnknownSubscription means that the service does not know a subscription, or no longer knows
// it.
var ErrUnknownSubscription = errors.New("no such subscription")

// World is the state behind every window. Its methods are safe for concurrent use.
type World struct {
	now      func() time.Time
	kept     *disk.Keeper
	activity *activity
	azure    *Azure
	mfa      mfaUse
	budgets  *Budgets

	mu          sync.Mutex // guards the fields below
	store       *store
	subscribers []func(Change)

	webhooks webhooks
}

// Open reads the world from the data folder. If there is none, it creates and writes the world from
// the seed.
func Open(folder *disk.Folder, seed Seed, now func() time.Time) (*World, error) {
	w, err := openEvents(folder, seed, now)
	if err != nil {
		return nil, err
	}
	if w.azure, err = openAzure(w, folder); err != nil {
		return nil, err
	}
	w.budgets, err = openBudgets(w, folder)
	return w, err
}

// Azure returns the Azure subscriptions behind the events.
func (w *World) Azure() *Azure { return w.azure }

// Budgets returns the customers' budgets and usage.
func (w *World) Budgets() *Budgets { return w.budgets }

func openEvents(folder *disk.Folder, seed Seed, now func() time.Time) (*World, error) {
	w := &World{now: now, store: newStore()}
	w.kept = folder.Keeper(eventsFile, w.snapshot)
	var err error
	if w.activity, err = openActivity(folder); err != nil {
		return nil, err
	}
	var saved savedEvents
	had, err := folder.Load(eventsFile, &saved)
	if err == nil {
		err = w.openWebhooks(folder)
	}
	if err != nil {
		return nil, err
	}
	if had {
		w.store.restore(saved)
		w.store.happened = nil
		return w, nil
	}
	if seed.Base.IsZero() {
		seed.Base = now()
	}
	err = w.change(func() {
		subscriptions, events := seed.make()
		for _, id := range subscriptions {
			w.store.know(id)
		}
		w.store.put(events...)
	})
	return w, err
}

// Now returns the time in this world.
func (w *World) Now() time.Time { return w.now() }

// change changes the state and returns when the change is on disk.
func (w *World) change(change func()) error {
	err := w.kept.Change(&w.mu, change)
	return errors.Join(err, w.tell())
}

func (w *World) snapshot() any {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.store.saved() // stored events never change, so they may be encoded without the lock
}

// SetOrder sets the order in which events are listed.
func (w *World) SetOrder(order Order) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.store.setOrder(order)
}

// HasCustomer reports whether a tenant belongs to a customer who has, or had, an event.
func (w *World) HasCustomer(tenantID string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.store.customers[strings.ToLower(tenantID)]
}

// Subscriptions returns the number of all subscriptions that were ever known.
func (w *World) Subscriptions() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.store.subscriptions)
}
