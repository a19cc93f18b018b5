// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// seeder replaces the texts of replies with unique ones of every kind, and remembers them.
type seeder struct {
	mu      sync.Mutex
	n       int
	planted []string
	keep    func(key string) bool // whether the texts of a key stay as they are
}

// plant returns a new text.
func (s *seeder) plant() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	id := fmt.Sprintf("zq%dx", s.n)
	made := []string{
		"Kim" + id + "Contoso", "kim" + id, id + "@contoso.example", "12 " + id + " Street",
		"eyJhbGciOiJ" + id + ".eyJ" + id + "." + id, uuid.NewString(), "https://" + id + ".example/a",
		`\` + id + `\url`, "203.0." + id, strings.ToUpper(id), "900" + strings.Repeat("7", s.n%9+3),
	}[s.n%11]
	s.planted = append(s.planted, made)
	return made
}

// seed replaces all texts of a value, and adds keys.
func (s *seeder) seed(key string, value any) any {
	switch v := value.(type) {
	case string:
		if s.keep(key) {
			return v
		}
		return s.plant()
	case []any:
		for i := range v {
			v[i] = s.seed(key, v[i])
		}
		return v
	case map[string]any:
		for name := range v {
			v[name] = s.seed(name, v[name])
		}
		v[s.plant()] = map[string]any{s.plant(): s.plant()}
		return v
	}
	return value
}

// proxy serves the replies of a service, with planted texts in their bodies, codes, and headers.
func (s *seeder) proxy(t *testing.T, to string, client *http.Client) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		//nolint:gosec // the emulator's address
		out, err := http.NewRequestWithContext(r.Context(), r.Method, to+r.URL.RequestURI(), r.Body)
		if err != nil {
			t.Error(err)
			return
		}
		out.Header = r.Header.Clone()
		out.Header.Del("Accept-Encoding")
		resp, err := client.Do(out) //nolint:gosec // to the emulator
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = resp.Body.Close() }()
		body, _ := io.ReadAll(resp.Body)
		var value any
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.UseNumber()
		if decoder.Decode(&value) == nil {
			body, _ = json.Marshal(s.seed("", value))
		} else {
			body = []byte(s.plant())
		}
		for _, name := range []string{"MS-RequestId", "MS-CorrelationId", "Server", "WWW-Authenticate",
			"MS-ContinuationToken", "isMfaCompliant", "Retry-After", "Date", "X-" + s.plant()} {
			w.Header().Set(name, s.plant())
		}
		w.Header().Set("Content-Type", "application/json; charset="+s.plant())
		w.WriteHeader(resp.StatusCode)
		_, _ = w.Write(body)
	}))
	t.Cleanup(server.Close)
	return server
}

// Whatever a service puts into texts, keys, headers, and codes, none of it is in a report. The runs
// differ in what stays as it is, so that the calls get further.
func TestDoctorReport_HoldsNoTextOfTheService(t *testing.T) {
	t.Parallel()
	ids := regexp.MustCompile(`(?i)^(.*id|uri|offerId|eventStatus|.*type|code)$`)
	for name, keep := range map[string]func(string) bool{
		"everything is planted": func(string) bool { return false },
		"ids stay":              ids.MatchString,
		"only keys are planted": func(string) bool { return true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := seededEmulator(t)
			plant := &seeder{keep: keep}
			proxy := plant.proxy(t, server.BaseURL(), trusting(t, server.CACertPEM()))
			graph := plant.proxy(t, server.GraphURL(), trusting(t, server.CACertPEM()))
			s := newSession(t, server, map[string]string{"BASE_URL": proxy.URL,
				"GRAPH_BASE_URL": graph.URL, "ACCESS_TOKEN": ""})
			path := t.TempDir() + "/report.json"
			s.run(t.Context(), "doctor", "--report", path)
			report, content := readReportFile(t, path)
			if len(report.Calls) < 20 || len(plant.planted) < 200 {
				t.Fatalf("%d calls, %d planted texts", len(report.Calls), len(plant.planted))
			}
			expectNothingOf(t, string(content), append(plant.planted, accountTexts(t, s)...))
		})
	}
}

// accountTexts are the ids, names, and secrets of the emulator's world and of the session.
func accountTexts(t *testing.T, s *session) []string {
	t.Helper()
	texts := s.server.IssuedSecrets()
	for _, value := range s.variables {
		texts = append(texts, value)
	}
	for _, e := range s.server.Events() {
		texts = append(texts, e.EventID, e.SubscriptionID, e.CustomerTenantID, e.PartnerTenantID,
			e.CustomerFriendlyName, e.PartnerFriendlyName, e.EntityID, e.ResourceName, e.ResolvedBy,
			e.SubscriptionName)
	}
	return texts
}

// expectNothingOf looks for the texts, and for their longer words.
func expectNothingOf(t *testing.T, report string, texts []string) {
	t.Helper()
	folded := strings.ToLower(report)
	checked := 0
	for _, text := range texts {
		for _, part := range append(strings.FieldsFunc(text, func(r rune) bool {
			return strings.ContainsRune(` @./\:_`, r)
		}), text) {
			if part = strings.ToLower(part); len(part) < 6 || part == "global" {
				continue
			}
			checked++
			if strings.Contains(folded, part) {
				t.Errorf("%q of the service is in the report", part)
			}
		}
	}
	expect.Equal(t, "that texts were checked", true, checked > 100)
}
