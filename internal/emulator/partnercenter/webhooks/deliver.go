// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const (
	attempts    = 10
	attemptTime = 10 * time.Second
)

// payload is the body of a delivery.
type payload struct {
	EventName    string  `json:"EventName"`
	ResourceURI  string  `json:"ResourceUri"`
	ResourceName *string `json:"ResourceName,omitempty"`
	AuditURI     *string `json:"AuditUri"`
	ChangedOn    string  `json:"ResourceChangeUtcDate"`
}

// notify delivers what happened to an event.
func (w *Window) notify(change world.Change) {
	if change.Before != nil && (w.Behaviour().WebhookNoStatusChanges ||
		change.Before.EventStatus == change.Event.EventStatus) {
		return
	}
	registration, _ := w.World.Webhooks().Get()
	if registration == nil || !registered(*registration, eventFraud) {
		return
	}
	query := "SubscriptionId=" + url.QueryEscape(change.Event.SubscriptionID) +
		"&EventStatus=" + url.QueryEscape(change.Event.EventStatus)
	w.deliver(world.Delivery{ID: uuid.NewString()}, *registration, payload{EventName: eventFraud,
		ResourceURI: w.APIURL() + "/v1/fraudEvents?" + query})
}

// notifyExceeded delivers that a customer's usage has exceeded the budget. The payload does not say
// whose.
func (w *Window) notifyExceeded(world.CustomerUsage) {
	registration, _ := w.World.Webhooks().Get()
	if registration == nil || !registered(*registration, eventExceeded) {
		return
	}
	name := "usagerecords"
	w.deliver(world.Delivery{ID: uuid.NewString()}, *registration, payload{EventName: eventExceeded,
		ResourceURI: w.APIURL() + "/v1/customers/usagerecords", ResourceName: &name})
}

// deliver begins to deliver a payload. The registration may change before it ends.
func (w *Window) deliver(d world.Delivery, to world.Webhook, p payload) {
	p.ChangedOn = w.World.Now().UTC().Format("2006-01-02T15:04:05.0000000-07:00")
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // strings always encode
	d.EventName, d.URL, d.Body = p.EventName, to.URL, strings.TrimSpace(body.String())
	d.State = world.DeliveryRunning
	_ = w.World.Webhooks().AddDelivery(d) // Close returns the error
	w.send(d)
}

// send tries until the receiver accepts the event, or the attempts are used up.
func (w *Window) send(d world.Delivery) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	w.sending.Go(func() {
		for made := len(d.Attempts) + 1; ; made++ {
			attempt, delivered := w.try(d)
			if w.ctx.Err() != nil {
				return // the next start continues
			}
			attempt.At = w.World.Now()
			state := world.DeliveryRunning
			switch {
			case delivered:
				state = world.DeliveryCompleted
			case made >= attempts:
				state = world.DeliveryOffline
			}
			_ = w.World.Webhooks().AddAttempt(d.ID, attempt, state)
			if state != world.DeliveryRunning || !w.pause() {
				return
			}
		}
	})
}

// pause waits between two attempts. It returns false at Close.
func (w *Window) pause() bool {
	select {
	case <-w.ctx.Done():
		return false
	case <-time.After(time.Duration(cmp.Or(w.Behaviour().WebhookRetryMillis, 100)) *
		time.Millisecond):
		return true
	}
}

// try makes one attempt.
func (w *Window) try(d world.Delivery) (attempt world.DeliveryAttempt, delivered bool) {
	broken := func(code, why string) (world.DeliveryAttempt, bool) {
		return world.DeliveryAttempt{Code: code, Message: why, SystemError: true}, false
	}
	target, err := url.Parse(d.URL)
	if err != nil || !isLoopback(target.Hostname()) {
		return broken("NameResolutionFailure", "The emulator calls loopback addresses only.")
	}
	ctx, cancel := context.WithTimeout(w.ctx, attemptTime)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.URL, strings.NewReader(d.Body))
	if err != nil {
		return broken("InvalidRequest", err.Error())
	}
	registration, _ := w.World.Webhooks().Get()
	r.Header, err = w.Sign([]byte(d.Body), registration != nil && registration.MSSignatureHeader)
	if err != nil {
		return broken("SigningFailure", err.Error())
	}
	client := receiverClient()
	defer client.CloseIdleConnections()
	resp, err := client.Do(r)
	if err != nil {
		return broken("ConnectFailure", err.Error())
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	_ = resp.Body.Close()
	return world.DeliveryAttempt{Code: statusName(resp.StatusCode)}, resp.StatusCode/100 == 2
}

func receiverClient() *http.Client {
	return &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{
			InsecureSkipVerify: true, //nolint:gosec // a test receiver on loopback
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// statusName is the name of a status in .NET, such as NotFound.
func statusName(status int) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(http.StatusText(status))
}
