// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
)

func TestTest_Samples(t *testing.T) {
	t.Parallel()
	got, err := client(t, replying("200 "+sampleTest)).Test(t.Context(), "04af")
	expect.NoError(t, err)
	want := &webhooks.Test{CorrelationID: "04af2aea-d413-42db-824e-f328001484d1",
		Status: "completed", CallbackURL: "{{YourCallbackUrl}}",
		Attempts: []webhooks.Attempt{{Code: "OK",
			On: time.Date(2017, 12, 8, 21, 39, 48, 238699700, time.UTC)}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s := replying(`200 {"correlationId":"04af2aea-d413-42db-824e-f328001484d1"}`)
	id, err := client(t, s).SendTest(t.Context())
	expect.NoError(t, err)
	if id != "04af2aea-d413-42db-824e-f328001484d1" ||
		!slices.Equal(s.requests, []string{"POST /webhooks/v1/registration/validationEvents"}) {
		t.Errorf("got %s, sent %q", id, s.requests)
	}
	for _, body := range []string{"{}", `{"correlationId":"a/b"}`, ""} {
		if _, err := client(t, replying("200 "+body)).SendTest(t.Context()); err == nil {
			t.Errorf("%s: a reply without an id passed", body)
		}
	}
}

func TestAttempt_Arrived(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{"OK": true, "ok": true, "NoContent": true, "202": true,
		"NotFound": false, "500": false, "": false, "Found": false} {
		if got := (webhooks.Attempt{Code: code}).Arrived(); got != want {
			t.Errorf("%s: got %t", code, got)
		}
	}
	if (webhooks.Attempt{Code: "OK", SystemError: true}).Arrived() {
		t.Error("a system error arrived")
	}
}

func TestSendTest_TwoAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sent := `200 {"correlationId":"x"}`
		c, began := client(t, replying(sent, sent, sent, sent, sent)), time.Now()
		for i, want := range []time.Duration{0, 0, time.Minute, time.Minute, 2 * time.Minute} {
			_, err := c.SendTest(t.Context())
			expect.NoError(t, err)
			if got := time.Since(began); got != want {
				t.Errorf("test %d after %s, want %s", i, got, want)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, _ = c.SendTest(ctx)
		if _, err := c.SendTest(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}
