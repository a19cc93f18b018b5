// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const (
	testsPerMinute = 2
	testsKept      = 7 * 24 * time.Hour
)

// test answers POST …/validationEvents.
func (w *Window) test(c partnercenter.Call) *partnercenter.Refusal {
	if body, err := io.ReadAll(c.Request.Body); err != nil || len(body) > 0 {
		return partnercenter.BadRequest("800002", "The request must have no body.")
	}
	if wait := w.countTest(); wait > 0 {
		c.Writer.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		return &partnercenter.Refusal{Status: http.StatusTooManyRequests, Code: "429",
			Description: "At most two validation events may be created in a minute."}
	}
	registration, _ := w.World.Webhooks().Get()
	if registration == nil {
		return noRegistration()
	}
	if !registered(*registration, eventTest) {
		return partnercenter.BadRequest("900103", "The event test-created is not registered.")
	}
	id := uuid.NewString()
	name := "test"
	w.deliver(world.Delivery{ID: id, Test: true}, *registration, payload{EventName: eventTest,
		ResourceURI: w.APIURL() + "/webhooks/v1/registration/test", ResourceName: &name})
	_ = w.World.Webhooks().LogTest(id, c.Actor()) // Close returns the error
	harness.WriteJSON(c.Writer, http.StatusOK, struct {
		CorrelationID string `json:"correlationId"`
	}{id})
	return nil
}

// countTest counts a test, or returns how long the limit of tests refuses it.
func (w *Window) countTest() time.Duration {
	now := w.World.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tests = slices.DeleteFunc(w.tests, func(t time.Time) bool { return now.Sub(t) >= time.Minute })
	if len(w.tests) >= testsPerMinute {
		return time.Minute - now.Sub(w.tests[0])
	}
	w.tests = append(w.tests, now)
	return 0
}

func registered(r world.Webhook, event string) bool {
	return slices.ContainsFunc(r.Events,
		func(name string) bool { return strings.EqualFold(name, event) })
}

type testResult struct {
	ResponseCode    string `json:"responseCode"`
	ResponseMessage string `json:"responseMessage"`
	SystemError     bool   `json:"systemError"`
	DateTimeUTC     string `json:"dateTimeUtc"`
}

// testResult answers GET …/validationEvents/{correlationId}.
func (w *Window) testResult(c partnercenter.Call) *partnercenter.Refusal {
	d, ok := w.World.Webhooks().Delivery(c.Params[0])
	if !ok || !d.Test ||
		len(d.Attempts) > 0 && w.World.Now().Sub(d.Attempts[0].At) > testsKept {
		return &partnercenter.Refusal{Status: http.StatusNotFound, Code: "900104",
			Description: "The validation event was not found."}
	}
	status := "completed"
	if d.State == world.DeliveryRunning {
		status = "running"
	}
	results := []testResult{}
	for _, a := range d.Attempts {
		results = append(results, testResult{a.Code, a.Message, a.SystemError,
			a.At.UTC().Format("2006-01-02T15:04:05.0000000")})
	}
	harness.WriteJSON(c.Writer, http.StatusOK, struct {
		CorrelationID string       `json:"correlationId"`
		PartnerID     string       `json:"partnerId"`
		Status        string       `json:"status"`
		CallbackURL   string       `json:"callbackUrl"`
		Results       []testResult `json:"results"`
	}{d.ID, world.TenantID, status, d.URL, results})
	return nil
}
