// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// The documented events (docs-dev/respond.md, Event names).
const (
	eventFraud    = "azure-fraud-event-detected"
	eventExceeded = "usagerecords-thresholdExceeded"
	eventTest     = "test-created"
)

// EventNames returns the names of all events.
func EventNames() []string {
	return []string{
		eventFraud, "dap-admin-relationship-approved", "dap-admin-relationship-terminated",
		"dap-admin-relationship-terminated-by-microsoft",
		"granular-admin-access-assignment-activated", "granular-admin-access-assignment-created",
		"granular-admin-access-assignment-deleted", "granular-admin-access-assignment-updated",
		"granular-admin-relationship-activated", "granular-admin-relationship-approved",
		"granular-admin-relationship-expired", "granular-admin-relationship-terminated",
		"indirect-reseller-relationship-accepted-by-customer", "invoice-ready",
		"new-commerce-migration-completed", "new-commerce-migration-created",
		"new-commerce-migration-failed", "new-commerce-migration-schedule-failed",
		"referral-created", "referral-updated", "related-referral-created",
		"related-referral-updated", "reseller-relationship-accepted-by-customer",
		"subscription-updated", eventTest, eventExceeded,
	}
}

func (w *Window) eventNames(c partnercenter.Call) *partnercenter.Refusal {
	harness.WriteJSON(c.Writer, http.StatusOK, EventNames())
	return nil
}

// short is the form of the samples.
type short struct {
	SubscriberID  string   `json:"SubscriberId,omitempty"`
	WebhookURL    string   `json:"WebhookUrl"`
	WebhookEvents []string `json:"WebhookEvents"`
}

// long is the form of the REST reference.
type long struct {
	SubscriberID      string         `json:"subscriberId"`
	WebhookURL        string         `json:"webhookUrl"`
	WebhookEvents     []string       `json:"webhookEvents"`
	MSSignatureHeader bool           `json:"signatureTokenToMsSignatureHeader"`
	LastModified      string         `json:"lastModifiedTimestamp"`
	Properties        map[string]any `json:"properties"`
}

func (w *Window) print(c partnercenter.Call, r world.Webhook, withID bool) {
	if w.Behaviour().WebhookPrintsAll {
		harness.WriteJSON(c.Writer, http.StatusOK, long{r.SubscriberID, r.URL, r.Events,
			r.MSSignatureHeader, r.LastModified.UTC().Format(time.RFC3339Nano), map[string]any{}})
		return
	}
	printed := short{WebhookURL: r.URL, WebhookEvents: r.Events}
	if withID {
		printed.SubscriberID = r.SubscriberID
	}
	harness.WriteJSON(c.Writer, http.StatusOK, printed)
}

func (w *Window) read(c partnercenter.Call) *partnercenter.Refusal {
	if found := w.shown(); found != nil {
		w.print(c, *found, false)
		return nil
	}
	switch w.Behaviour().WebhookNone {
	case NoneEmpty:
		harness.WriteJSON(c.Writer, http.StatusOK, struct{}{})
	case NoneNull:
		harness.WriteJSON(c.Writer, http.StatusOK, nil)
	default:
		return noRegistration()
	}
	return nil
}

// shown returns what a GET shows, which may lag behind.
func (w *Window) shown() *world.Webhook {
	found, _ := w.World.Webhooks().Get()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lagging > 0 {
		w.lagging--
		return w.before
	}
	return found
}

func noRegistration() *partnercenter.Refusal {
	return &partnercenter.Refusal{Status: http.StatusNotFound, Code: "900101",
		Description: "The tenant has no webhook registration."}
}

func (w *Window) create(c partnercenter.Call) *partnercenter.Refusal {
	if found, _ := w.World.Webhooks().Get(); found != nil && !w.Behaviour().WebhookPostReplaces {
		return &partnercenter.Refusal{Status: http.StatusConflict, Code: "900102",
			Description: "The tenant already has a webhook registration."}
	}
	return w.register(c)
}

func (w *Window) replace(c partnercenter.Call) *partnercenter.Refusal {
	if found, _ := w.World.Webhooks().Get(); found == nil && !w.Behaviour().WebhookPutCreates {
		return noRegistration()
	}
	return w.register(c)
}

func (w *Window) register(c partnercenter.Call) *partnercenter.Refusal {
	next, refusal := w.parse(c)
	if refusal != nil {
		return refusal
	}
	before, _ := w.World.Webhooks().Get()
	registered, err := w.World.Webhooks().Register(next, c.Actor())
	if err != nil {
		return &partnercenter.Refusal{Status: http.StatusInternalServerError, Code: "800003",
			Description: "The state could not be saved."}
	}
	lag := w.Behaviour().WebhookLag
	w.mu.Lock()
	w.before, w.lagging = before, lag
	w.mu.Unlock()
	if lag > 0 {
		c.Writer.WriteHeader(http.StatusAccepted)
		return nil
	}
	w.print(c, registered, true)
	return nil
}
