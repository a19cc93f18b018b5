// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

const webhookFile = "webhook.json"

// Webhook is the tenant's webhook registration.
type Webhook struct {
	URL               string    `json:"url"`
	Events            []string  `json:"events"`
	MSSignatureHeader bool      `json:"msSignatureHeader"`
	SubscriberID      string    `json:"subscriberId"`
	LastModified      time.Time `json:"lastModified"`
}

// Delivery is one event on its way to the registered URL.
type Delivery struct {
	ID        string            `json:"id"` // of a test: its correlationId
	Test      bool              `json:"test"`
	EventName string            `json:"eventName"`
	URL       string            `json:"url"`
	Body      string            `json:"body"`
	State     DeliveryState     `json:"state"`
	Attempts  []DeliveryAttempt `json:"attempts"`
}

// DeliveryState is the state of a delivery.
type DeliveryState string

// The states of a delivery. The service keeps events of its offline queue and never sends them.
const (
	DeliveryRunning   DeliveryState = "running"
	DeliveryCompleted DeliveryState = "completed"
	DeliveryOffline   DeliveryState = "offline"
)

// DeliveryAttempt is one attempt.
type DeliveryAttempt struct {
	Code        string    `json:"code"` // the name of an HTTP status, or of a failure
	Message     string    `json:"message"`
	SystemError bool      `json:"systemError"`
	At          time.Time `json:"at"`
}

// keptDeliveries is the number of deliveries that the world remembers.
const keptDeliveries = 1000

// webhooks is the part of the world for the registration and its deliveries.
type webhooks struct {
	kept *disk.Keeper

	mu    sync.Mutex // guards the fields below
	saved savedWebhook
}

// savedWebhook is the form of webhook.json.
type savedWebhook struct {
	Registration *Webhook   `json:"registration"`
	Deliveries   []Delivery `json:"deliveries"`
}

func (w *World) openWebhooks(folder *disk.Folder) error {
	w.webhooks.kept = folder.Keeper(webhookFile, func() any {
		registration, deliveries := w.Webhook()
		return savedWebhook{registration, deliveries}
	})
	_, err := folder.Load(webhookFile, &w.webhooks.saved)
	return err
}

// Webhook returns the registration, or nil, and the deliveries, the oldest first.
func (w *World) Webhook() (*Webhook, []Delivery) {
	w.webhooks.mu.Lock()
	defer w.webhooks.mu.Unlock()
	deliveries := slices.Clone(w.webhooks.saved.Deliveries)
	for i := range deliveries {
		deliveries[i].Attempts = slices.Clone(deliveries[i].Attempts)
	}
	if w.webhooks.saved.Registration == nil {
		return nil, deliveries
	}
	registration := *w.webhooks.saved.Registration
	registration.Events = slices.Clone(registration.Events)
	return &registration, deliveries
}

// Delivery returns the delivery with that id.
func (w *World) Delivery(id string) (Delivery, bool) {
	_, deliveries := w.Webhook()
	i := slices.IndexFunc(deliveries, func(d Delivery) bool { return d.ID == id })
	if i < 0 {
		return Delivery{}, false
	}
	return deliveries[i], true
}

// RegisterWebhook replaces the registration as a whole, and returns it. The first one gets the id
// that all others keep.
func (w *World) RegisterWebhook(next Webhook) (Webhook, error) {
	err := w.webhooks.kept.Change(&w.webhooks.mu, func() {
		next.SubscriberID = uuid.NewString()
		if w.webhooks.saved.Registration != nil {
			next.SubscriberID = w.webhooks.saved.Registration.SubscriberID
		}
		next.LastModified = w.now()
		next.Events = slices.Clone(next.Events)
		w.webhooks.saved.Registration = &next
	})
	return next, err
}

// AddDelivery adds a delivery.
func (w *World) AddDelivery(d Delivery) error {
	return w.webhooks.kept.Change(&w.webhooks.mu, func() {
		all := append(slices.Clone(w.webhooks.saved.Deliveries), d)
		w.webhooks.saved.Deliveries = all[max(0, len(all)-keptDeliveries):]
	})
}

// AddAttempt adds an attempt to a delivery, and sets its state.
func (w *World) AddAttempt(id string, attempt DeliveryAttempt, state DeliveryState) error {
	return w.webhooks.kept.Change(&w.webhooks.mu, func() {
		for i := range w.webhooks.saved.Deliveries {
			if d := &w.webhooks.saved.Deliveries[i]; d.ID == id {
				d.Attempts, d.State = append(slices.Clone(d.Attempts), attempt), state
			}
		}
	})
}
