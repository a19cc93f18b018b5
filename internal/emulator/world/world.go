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
	budgets  *Budgets
	mfa      *MFA
	webhooks *Webhooks

	mu          sync.Mutex // guards the fields below
	store       *store
	subscribers []func(Change)
}

// Open reads the world from the data folder. If there is none, it creates and writes the world from
// the seed.
func Open(folder *disk.Folder, seed Seed, now func() time.Time) (*World, error) {
	w := &World{now: now, store: newStore(), mfa: newMFA(now)}
	w.kept = folder.Keeper(eventsFile, w.snapshot)
	if err := w.openParts(folder); err != nil {
		return nil, err
	}
	if err := w.openEvents(folder, seed); err != nil {
		return nil, err
	}
	stored := w.store.events()
	if err := errors.Join(w.azure.hear(stored...), w.budgets.hear(stored...)); err != nil {
		return nil, err
	}
	w.Subscribe(w.teach)
	return w, nil
}

// openParts opens what the world keeps in files of its own.
func (w *World) openParts(folder *disk.Folder) error {
	var errs [4]error
	w.activity, errs[0] = openActivity(folder, w.now)
	w.azure, errs[1] = openAzure(folder, w.now, w.forgot, w.Record)
	w.budgets, errs[2] = openBudgets(folder, w.now, w.Record)
	w.webhooks, errs[3] = openWebhooks(folder, w.now, w.Record)
	return errors.Join(errs[:]...)
}

func (w *World) openEvents(folder *disk.Folder, seed Seed) error {
	var saved savedEvents
	had, err := folder.Load(eventsFile, &saved)
	if err != nil {
		return err
	}
	if had {
		w.store.restore(saved)
		w.store.happened = nil
		return nil
	}
	if seed.Base.IsZero() {
		seed.Base = w.now()
	}
	return w.change(func() {
		subscriptions, events := seed.make()
		for _, id := range subscriptions {
			w.store.know(id)
		}
		w.store.put(events...)
	})
}

// teach tells the parts about the subscription and the customer of an event.
func (w *World) teach(c Change) {
	_ = w.azure.hear(&c.Event) // the folder's Close returns the error
	_ = w.budgets.hear(&c.Event)
}

// Azure returns the Azure subscriptions behind the events.
func (w *World) Azure() *Azure { return w.azure }

// Budgets returns the customers' budgets and usage.
func (w *World) Budgets() *Budgets { return w.budgets }

// MFA returns the use of MFA.
func (w *World) MFA() *MFA { return w.mfa }

// Webhooks returns the webhook registration and its deliveries.
func (w *World) Webhooks() *Webhooks { return w.webhooks }

// Record adds records to the activity log. Records older than 90 days are dropped.
func (w *World) Record(records ...AuditRecord) error { return w.activity.enter(records...) }

// Activity returns the records of the last 90 days, newest first. They must not be changed.
func (w *World) Activity() []*AuditRecord { return w.activity.entries() }

// Now returns the time in this world.
func (w *World) Now() time.Time { return w.now() }

// Subscribe calls f after each change, as soon as the change is on disk. f may call the world's
// methods. It must not block: the caller who changes the world waits for it.
func (w *World) Subscribe(f func(Change)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.subscribers = append(w.subscribers, f)
}

// change changes the state and returns when the change is on disk.
func (w *World) change(change func()) error {
	err := w.kept.Change(&w.mu, change)
	return errors.Join(err, w.tell())
}

// tell informs the activity log and the subscribers about everything since the last call.
func (w *World) tell() error {
	w.mu.Lock()
	happened, subscribers := w.store.happened, w.subscribers
	w.store.happened = nil
	w.mu.Unlock()
	if len(happened) == 0 {
		return nil
	}
	records := make([]AuditRecord, 0, len(happened))
	for _, change := range happened {
		records = append(records, change.auditRecord())
	}
	err := w.Record(records...)
	for _, change := range happened {
		for _, f := range subscribers {
			f(change)
		}
	}
	return err
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

// forgot reports whether the service no longer knows a subscription.
func (w *World) forgot(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	sub := w.store.subscriptions[strings.ToLower(id)]
	return sub != nil && sub.removed
}

// Subscriptions returns the number of all subscriptions that were ever known.
func (w *World) Subscriptions() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.store.subscriptions)
}
