// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"encoding/json"
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

// Webhooks holds the registration and its deliveries. Its methods are safe for concurrent use.
type Webhooks struct {
	now  func() time.Time
	log  func(...AuditRecord) error
	kept *disk.Keeper

	mu    sync.Mutex // guards the fields below
	saved savedWebhook
}

type savedWebhook struct {
	Registration *Webhook   `json:"registration"`
	Deliveries   []Delivery `json:"deliveries"`
}

func openWebhooks(folder *disk.Folder, now func() time.Time, log func(...AuditRecord) error) (
	*Webhooks, error) {
	w := &Webhooks{now: now, log: log}
	w.kept = folder.Keeper(webhookFile, func() any {
		registration, deliveries := w.Get()
		return savedWebhook{registration, deliveries}
	})
	_, err := folder.Load(webhookFile, &w.saved)
	return w, err
}

// Get returns the registration, or nil, and the deliveries, the oldest first.
func (w *Webhooks) Get() (*Webhook, []Delivery) {
	w.mu.Lock()
	defer w.mu.Unlock()
	deliveries := slices.Clone(w.saved.Deliveries)
	for i := range deliveries {
		deliveries[i].Attempts = slices.Clone(deliveries[i].Attempts)
	}
	if w.saved.Registration == nil {
		return nil, deliveries
	}
	registration := *w.saved.Registration
	registration.Events = slices.Clone(registration.Events)
	return &registration, deliveries
}

// Delivery returns the delivery with that id.
func (w *Webhooks) Delivery(id string) (Delivery, bool) {
	_, deliveries := w.Get()
	i := slices.IndexFunc(deliveries, func(d Delivery) bool { return d.ID == id })
	if i < 0 {
		return Delivery{}, false
	}
	return deliveries[i], true
}

// Register replaces the registration as a whole, and returns it. The first one gets the id
// that all others keep.
func (w *Webhooks) Register(next Webhook, by Actor) (Webhook, error) {
	r := AuditRecord{OperationType: "create_webhook_registration",
		ResourceType: "webhook_registration", Undocumented: true}
	err := w.kept.Change(&w.mu, func() {
		next.SubscriberID = uuid.NewString()
		if w.saved.Registration != nil {
			next.SubscriberID = w.saved.Registration.SubscriberID
			r.OperationType = "update_webhook_registration"
			r.ResourceOldValue = w.saved.Registration.auditValue()
		}
		next.LastModified = w.now()
		next.Events = slices.Clone(next.Events)
		w.saved.Registration = &next
		r.ResourceNewValue = next.auditValue()
	})
	if err != nil {
		return next, err
	}
	return next, w.log(r.By(by))
}

// auditValue is a registration in the activity log.
func (w Webhook) auditValue() string {
	text, _ := json.Marshal(struct { // strings always encode
		WebhookURL    string   `json:"WebhookUrl"`
		WebhookEvents []string `json:"WebhookEvents"`
	}{w.URL, w.Events})
	return string(text)
}

// LogTest records that a test was sent.
func (w *Webhooks) LogTest(correlationID string, by Actor) error {
	return w.log(AuditRecord{OperationType: "create_webhook_validation_event",
		ResourceType: "webhook_registration", Undocumented: true,
		CustomizedData: []AuditDetail{Detail("CorrelationId", correlationID)}}.By(by))
}

// AddDelivery adds a delivery.
func (w *Webhooks) AddDelivery(d Delivery) error {
	return w.kept.Change(&w.mu, func() {
		all := append(slices.Clone(w.saved.Deliveries), d)
		w.saved.Deliveries = all[max(0, len(all)-keptDeliveries):]
	})
}

// AddAttempt adds an attempt to a delivery, and sets its state.
func (w *Webhooks) AddAttempt(id string, attempt DeliveryAttempt, state DeliveryState) error {
	return w.kept.Change(&w.mu, func() {
		for i := range w.saved.Deliveries {
			if d := &w.saved.Deliveries[i]; d.ID == id {
				d.Attempts, d.State = append(slices.Clone(d.Attempts), attempt), state
			}
		}
	})
}
