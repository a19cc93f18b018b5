// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhook"
)

func TestReceiver_HandsOnNewEventsOfAnAlertOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.raise(subscription, "old", func(e *fraud.Event) { e.Status = fraud.Resolved })
	w.raise(subscription, "first", func(e *fraud.Event) { e.EventTime = time.Unix(1, 0) })
	w.raise(subscription, "second", func(e *fraud.Event) { e.EventTime = time.Unix(2, 0) })
	w.raise("00000000-0000-0000-0000-000000000001", "of another subscription")
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, alertAbout(subscription, "1"))))
	expect.Equal(t, "ids", []string{subscription + "/first", subscription + "/second"}, w.ids())
	w.wantLog(t, `"msg":"handed on"`, `"handed_on":2`, subscription)

	w.raise(subscription, "third")
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, alertAbout(subscription, "2"))))
	expect.Equal(t, "last id", subscription+"/third", w.ids()[2])
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, alertAbout(subscription, "3"))))
	w.wantLog(t, `"msg":"nothing new"`)
	expect.Equal(t, "handed on", 3, len(w.ids()))
	expect.Equal(t, "fetched certificates", 1, int(w.fetched.Load()))
}

func TestReceiver_HandsOnCloudEvents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.raise(strings.ToUpper(subscription), "<E1>&", func(e *fraud.Event) {
		e.EventTime, e.Severity = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), "High"
	})
	w.deliver(w.sign(t, alertAbout(subscription, "1")))
	var got struct {
		SpecVersion, ID, Source, Type, Subject, Time, DataContentType string
		Data                                                          map[string]any
	}
	if strings.Contains(string(w.handed[0].JSON), "\n") {
		t.Error("the event has several lines")
	}
	expect.NoError(t, json.Unmarshal(w.handed[0].JSON, &got))
	expect.Equal(t, "attributes", []string{"1.0", subscription + "/<E1>&", baseURL,
		"com.microsoft.partnercenter.azure-fraud-event-detected", subscription,
		"2026-11-26T09:00:00Z", "application/json"}, []string{got.SpecVersion, got.ID, got.Source,
		got.Type, got.Subject, got.Time, got.DataContentType})
	expect.Equal(t, "event_id", any("<E1>&"), got.Data["event_id"])
	expect.Equal(t, "severity", any("High"), got.Data["severity"])
}

// The documented samples, as printed. The alert has a placeholder for its subscription.
func TestReceiver_TakesTheDocumentedSamples(t *testing.T) {
	t.Parallel()
	for _, path := range expect.Must(filepath.Glob("testdata/*.json"))(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			body := string(expect.Must(os.ReadFile(path))(t))
			if strings.Contains(body, "{{subscriptionId}}") {
				expect.Equal(t, "status", http.StatusBadRequest, w.deliver(w.sign(t, body)))
				w.raise(subscription, "E1")
				body = strings.NewReplacer("{{subscriptionId}}", subscription, "{{eventStatus}}",
					"Active").Replace(body)
			}
			expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, body)))
			var sent struct{ EventName string }
			var got struct {
				Type string
				Data json.RawMessage
			}
			expect.NoError(t, json.Unmarshal([]byte(body), &sent))
			expect.NoError(t, json.Unmarshal(w.handed[0].JSON, &got))
			expect.Equal(t, "type", "com.microsoft.partnercenter."+sent.EventName, got.Type)
			if !strings.Contains(sent.EventName, "fraud") {
				var want, data any
				expect.NoError(t, json.Unmarshal([]byte(body), &want))
				expect.NoError(t, json.Unmarshal(got.Data, &data))
				expect.Equal(t, "data", want, data)
			}
		})
	}
}

func TestReceiver_AcceptsBothHeadersAndAnyCase(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(h http.Header, value string){
		"bare": func(h http.Header, value string) { h.Set("X-MS-Signature", value) },
		"with the scheme": func(h http.Header, v string) {
			h.Set("x-ms-signature", "Signature "+v)
		},
		"case of the scheme": func(h http.Header, v string) {
			h.Set("Authorization", "signature  "+v)
		},
		"a proxy's sign-in": func(h http.Header, v string) {
			h.Set("Authorization", "Basic eA==")
			h.Set("X-MS-Signature", v)
		},
		"case of algorithm": func(h http.Header, v string) {
			h.Set("X-MS-Signature", v)
			h.Set("X-MS-Signature-Algorithm", "RSA-SHA256")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.sign(t, `{"EventName":"test-created"}`)
			value := strings.TrimPrefix(r.Header.Get("Authorization"), "Signature ")
			r.Header.Del("Authorization")
			change(r.Header, value)
			expect.Equal(t, "status", http.StatusOK, w.deliver(r))
			expect.Equal(t, "handed on", 1, len(w.handed))
		})
	}
}

func TestReceiver_DropsRepeatsOnlyAfterHandingOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.raise(subscription, "E1", func(e *fraud.Event) { e.EventTime = time.Unix(1, 0) })
	w.raise(subscription, "E2", func(e *fraud.Event) { e.EventTime = time.Unix(2, 0) })
	w.fail = func(n webhook.News) error {
		if strings.HasSuffix(n.ID, "E2") {
			return errFails
		}
		return nil
	}
	body := alertAbout(subscription, "1")
	expect.Equal(t, "status", http.StatusServiceUnavailable, w.deliver(w.sign(t, body)))
	w.wantLog(t, `"msg":"not handed on"`, errFails.Error())
	w.fail = nil
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, body)))
	expect.Equal(t, "ids", []string{subscription + "/E1", subscription + "/E2"}, w.ids())

	listed := w.listed
	expect.Equal(t, "status of a replay", http.StatusOK, w.deliver(w.sign(t, body)))
	w.wantLog(t, `"msg":"repeat dropped"`)
	expect.Equal(t, "listings of a replay", listed, w.listed)
	expect.Equal(t, "handed on", 2, len(w.ids()))
}

func TestReceiver_AnAlertBeforeItsEventIsSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := alertAbout(subscription, "1")
	expect.Equal(t, "status", http.StatusServiceUnavailable, w.deliver(w.sign(t, body)))
	w.wantLog(t, "listed yet")
	w.raise(subscription, "E1")
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, body)))
	expect.Equal(t, "handed on", 1, len(w.ids()))

	gone := strings.Replace(alertAbout("00000000-0000-0000-0000-000000000001", "2"), "=Active",
		"=Resolved", 1)
	expect.Equal(t, "status of an event that has left the list", http.StatusOK,
		w.deliver(w.sign(t, gone)))
}

func TestReceiver_LosesNothingOfManyDeliveriesAtOnce(t *testing.T) {
	t.Parallel()
	const deliveries, subscriptions, together = 2000, 40, 100
	w := newWorld(t)
	work := make(chan *http.Request)
	var sending sync.WaitGroup
	for range together {
		sending.Go(func() {
			for r := range work {
				if status := w.deliver(r); status != http.StatusOK {
					t.Errorf("status %d", status)
				}
			}
		})
	}
	var want []string
	for i := range deliveries {
		of := fmt.Sprintf("00000000-0000-0000-0000-%012d", i%subscriptions)
		w.raise(of, fmt.Sprint("E", i))
		want = append(want, fmt.Sprintf("%s/E%d", of, i))
		work <- w.sign(t, alertAbout(of, fmt.Sprint(i)))
	}
	close(work)
	sending.Wait()
	got := w.ids()
	slices.Sort(want)
	slices.Sort(got)
	expect.Equal(t, "handed on", want, got)
	expect.Equal(t, "fetched certificates", 1, int(w.fetched.Load()))
}

func TestReceiver_ServesItsHealth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.sign(t, "")
	r.Method, r.URL.Path = http.MethodGet, "/healthz"
	expect.Equal(t, "status", http.StatusOK, w.deliver(r))
	r.URL.Path = "/callback"
	expect.Equal(t, "status of GET", http.StatusMethodNotAllowed, w.deliver(r))
}

// A redirect would lose a delivery to a registered URL whose path is not in its shortest form.
func TestReceiver_RedirectsNoPath(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, path := range []string{"//callback", "/a//b", "/a/../b", "/a/./"} {
		r := w.sign(t, fmt.Sprintf(`{"EventName":"test-created","ResourceName":"%d"}`, i))
		r.URL.Path = path
		expect.Equal(t, path, http.StatusOK, w.deliver(r))
	}
}
