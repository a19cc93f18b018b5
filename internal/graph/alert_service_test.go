// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud/eventstest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const alertsURL = "/beta/security/partner/securityAlerts"

// alert is an alert of the service, in Graph's form.
type alert map[string]any

// alertService is a service with alerts in pages, which judges each request of a batch by itself.
type alertService struct {
	t        *testing.T
	pageSize int
	filter   func(expression string) (keep func(alert) bool, refusal string)
	onList   func() // before a listing is answered; may be nil

	refusal      func(w http.ResponseWriter) // the answer to a refused filter; may be nil
	onUnfiltered func(w http.ResponseWriter) // the answer to a listing without one; may be nil

	mu      sync.Mutex
	alerts  []alert
	faults  []func(w http.ResponseWriter, apply func()) // of the next updates
	parts   map[string]string                           // answers to parts of batches, by alert id
	asked   []string                                    // the listings, by their query
	updates int
}

func startAlerts(t *testing.T) (*alertService, *graph.Client) {
	t.Helper()
	s := &alertService{t: t, pageSize: 5, filter: takesFilters, parts: map[string]string{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, alertClient(t, server.URL)
}

func alertClient(t *testing.T, base string) *graph.Client {
	t.Helper()
	service := expect.Must(expect.Must(auth.LookupCloud(""))(t).GraphAlerts())(t)
	return clientWith(t, base, "refresh_token", service, transport.RetryPolicy{MaxRetries: 6,
		MinWait: time.Millisecond, MaxWait: time.Millisecond})
}

func (s *alertService) add(subscriptionID, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alerts = append(s.alerts, alert{"id": id, "subscriptionId": subscriptionID, "status": "active",
		"alertType": "networkConnectionsToCryptoMiningPools", "resolvedReason": nil,
		"detectedDateTime": "2024-01-23T16:03:33.05Z"})
}

func (s *alertService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	onList := s.onList
	s.mu.Unlock()
	if onList != nil && r.Method == http.MethodGet {
		onList()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	switch id, ok := strings.CutPrefix(r.URL.Path, alertsURL+"/"); {
	case r.Method == http.MethodGet && r.URL.Path == alertsURL:
		s.list(w, r)
	case r.Method == http.MethodPatch && ok:
		s.write(w, func(w http.ResponseWriter) { s.patch(w, id, body) })
	case r.Method == http.MethodPost && r.URL.Path == "/beta/$batch":
		s.write(w, func(w http.ResponseWriter) { s.batch(w, body) })
	default:
		s.t.Errorf("%s %s", r.Method, r.URL)
	}
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"error": map[string]string{"code": code, "message": message}})
}

func (s *alertService) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	s.asked = append(s.asked, query.Get("$filter"))
	keep := func(alert) bool { return true }
	if expression := query.Get("$filter"); expression != "" {
		var refusal string
		if keep, refusal = s.filter(expression); refusal != "" && s.refusal != nil {
			s.refusal(w)
			return
		} else if refusal != "" {
			refuse(w, http.StatusBadRequest, "BadRequest", refusal)
			return
		}
	} else if s.onUnfiltered != nil {
		s.onUnfiltered(w)
		return
	}
	rows := []alert{}
	for _, a := range s.alerts {
		if keep(a) {
			rows = append(rows, a)
		}
	}
	from, _ := strconv.Atoi(query.Get("$skiptoken"))
	from = min(from, len(rows))
	to := min(from+s.pageSize, len(rows))
	reply := map[string]any{"value": rows[from:to]}
	if to < len(rows) {
		query.Set("$skiptoken", strconv.Itoa(to))
		reply["@odata.nextLink"] = "http://" + r.Host + alertsURL + "?" + query.Encode()
	}
	_ = json.NewEncoder(w).Encode(reply)
}

// takesFilters takes equations of properties, joined by and.
func takesFilters(expression string) (func(alert) bool, string) {
	return func(a alert) bool {
		for term := range strings.SplitSeq(expression, " and ") {
			name, value, _ := strings.Cut(term, " eq ")
			value = strings.ReplaceAll(strings.Trim(value, "'"), "''", "'")
			if fmt.Sprint(a[name]) != value {
				return false
			}
		}
		return true
	}, ""
}

// refusesFilters refuses filters by one of these properties.
func refusesFilters(properties ...string) func(string) (func(alert) bool, string) {
	return func(expression string) (func(alert) bool, string) {
		for _, property := range properties {
			if strings.Contains(expression, property) {
				return nil, "Filter on property '" + property + "' is not supported."
			}
		}
		return takesFilters(expression)
	}
}

func ignoresFilters(string) (func(alert) bool, string) {
	return func(alert) bool { return true }, ""
}

// write carries out an update, with the next fault.
func (s *alertService) write(w http.ResponseWriter, apply func(http.ResponseWriter)) {
	s.updates++
	if len(s.faults) == 0 {
		apply(w)
		return
	}
	fault := s.faults[0]
	s.faults = s.faults[1:]
	fault(w, func() { apply(httptest.NewRecorder()) })
}

func (s *alertService) fault(f func(w http.ResponseWriter, apply func())) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
}

func (s *alertService) patch(w http.ResponseWriter, id string, body []byte) {
	var change map[string]string
	if err := json.Unmarshal(body, &change); err != nil {
		s.t.Errorf("%s: %v", body, err)
	}
	i := slices.IndexFunc(s.alerts, func(a alert) bool { return a["id"] == id })
	if i < 0 {
		refuse(w, http.StatusNotFound, "ResourceNotFound", "There is no such alert.")
		return
	}
	s.alerts[i]["status"], s.alerts[i]["resolvedReason"] = change["status"], change["resolvedReason"]
	_ = json.NewEncoder(w).Encode(s.alerts[i])
}

// batch answers in the reverse order.
func (s *alertService) batch(w http.ResponseWriter, body []byte) {
	var batch struct {
		Requests []struct {
			ID, Method, URL string
			Headers         map[string]string
			Body            json.RawMessage
		}
	}
	if err := json.Unmarshal(body, &batch); err != nil || len(batch.Requests) > 20 {
		s.t.Errorf("%s: %v", body, err)
	}
	var answers []string
	for _, r := range slices.Backward(batch.Requests) {
		escaped, ok := strings.CutPrefix(r.URL, "/security/partner/securityAlerts/")
		id, err := url.PathUnescape(escaped)
		if !ok || err != nil || r.Method != http.MethodPatch || r.Headers["Content-Type"] == "" {
			s.t.Errorf("in a batch: %+v", r)
		}
		if part, given := s.parts[id]; given {
			if part != "" {
				answers = append(answers, fmt.Sprintf(`{"id":%q,%s}`, r.ID, part))
			}
			continue
		}
		answer := httptest.NewRecorder()
		s.patch(answer, id, r.Body)
		answers = append(answers, fmt.Sprintf(`{"id":%q,"status":%d,"headers":{},"body":%s}`, r.ID,
			answer.Code, answer.Body))
	}
	_, _ = fmt.Fprintf(w, `{"responses":[%s]}`, strings.Join(answers, ","))
}

func TestGraphAlerts_AreABackend(t *testing.T) {
	t.Parallel()
	for name, filter := range map[string]func(string) (func(alert) bool, string){
		"filters are taken": takesFilters, "filters are ignored": ignoresFilters,
		"filters are refused": refusesFilters("subscriptionId", "status", "alertType"),
		"some are refused":    refusesFilters("status", "alertType"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eventstest.Run(t, func(t *testing.T) eventstest.World { return worldOf(t, filter) })
		})
	}
}

func worldOf(t *testing.T, filter func(string) (func(alert) bool, string)) eventstest.World {
	t.Helper()
	s, c := startAlerts(t)
	s.filter = filter
	return eventstest.World{
		Events: c.SecurityAlerts(), PageSize: s.pageSize, Add: s.add,
		Forget: func(subscriptionID string) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.alerts = slices.DeleteFunc(s.alerts,
				func(a alert) bool { return a["subscriptionId"] == subscriptionID })
		},
		LoseAnswer: func(applied bool) {
			s.fault(func(_ http.ResponseWriter, apply func()) {
				if applied {
					apply()
				}
				panic(http.ErrAbortHandler)
			})
		},
		Throttle: func(wait time.Duration) {
			s.fault(func(w http.ResponseWriter, _ func()) {
				w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
				refuse(w, http.StatusTooManyRequests, "TooManyRequests", "Too many requests.")
			})
		},
		Updates: func() int {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.updates
		},
	}
}
