// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// controlPrefix begins every path of the control endpoint.
const controlPrefix = "/_emulator/"

// controlHandler serves the control endpoint. Its requests are not counted and meet no faults.
func (s *Server) controlHandler() http.Handler {
	mux := http.NewServeMux()
	get := func(path string, value func() any) {
		mux.HandleFunc("GET "+controlPrefix+path, func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, http.StatusOK, value())
		})
	}
	get("state", func() any { return s.controlState() })
	get("events", func() any { return s.Events() })
	get("counts", func() any { return s.Counts() })
	get("requests", func() any { return s.Requests() })
	get("violations", func() any { return append([]string{}, s.Violations()...) })
	get("behaviour", func() any { return s.Behaviour() })
	get("env", func() any { return s.Env() })
	get("secrets", func() any { return s.IssuedSecrets() })
	post := func(path string, do func(body []byte) error) {
		mux.HandleFunc("POST "+controlPrefix+path, func(w http.ResponseWriter, r *http.Request) {
			serveControlPost(w, r, do)
		})
	}
	post("inject", s.controlInject)
	post("change", s.controlChange)
	post("remove", s.controlRemove)
	post("cancel-subscription", s.controlSubscription(s.CancelSubscription))
	post("remove-subscription", s.controlSubscription(s.RemoveSubscription))
	post("faults", s.controlFault)
	post("clear-faults", func([]byte) error { s.ClearFaults(); return nil })
	post("behaviour", s.controlBehaviour)
	post("reset-counts", func([]byte) error { s.ResetCounts(); return nil })
	post("revoke-refresh-tokens", func([]byte) error { s.RevokeRefreshTokens(); return nil })
	post("approve-device", s.controlDevice(s.ApproveDevice))
	post("deny-device", s.controlDevice(s.DenyDevice))
	mux.HandleFunc("GET "+controlPrefix+"device", serveDevicePage)
	mux.HandleFunc("POST "+controlPrefix+"device", s.serveDeviceForm)
	return sameMachine(mux)
}

// sameMachine keeps other machines out, and the pages of other sites that a browser on this machine shows.
func sameMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		switch {
		case !isLoopbackHost(r.RemoteAddr), !isLoopbackHost(r.Host):
			controlError(w, http.StatusForbidden, errors.New("the control endpoint is for this machine only"))
		case origin != "" && origin != "https://"+r.Host:
			controlError(w, http.StatusForbidden, errors.New("the control endpoint takes no requests from other sites"))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func serveControlPost(w http.ResponseWriter, r *http.Request, do func(body []byte) error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64*maxBody))
	if err == nil {
		err = do(body)
	}
	if err != nil {
		controlError(w, http.StatusBadRequest, err)
		return
	}
	writeJSON(w, http.StatusOK, map[string]bool{"ok": true})
}

func controlError(w http.ResponseWriter, status int, err error) {
	writeJSON(w, status, map[string]string{"error": err.Error()})
}

// decodeStrict decodes JSON and refuses names that nobody knows: a typing error must not pass as success.
func decodeStrict(body []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("the request body: %w", err)
	}
	return nil
}

// controlState is a summary for a person.
func (s *Server) controlState() any {
	byStatus := map[string]int{}
	events := s.Events()
	for _, e := range events {
		byStatus[e.EventStatus]++
	}
	s.mu.Lock()
	subscriptions := len(s.store.subscriptions)
	s.mu.Unlock()
	return map[string]any{
		"events":        len(events),
		"byStatus":      byStatus,
		"subscriptions": subscriptions,
		"tenantId":      s.TenantID(),
		"clientId":      s.ClientID(),
		"authorityHost": s.AuthorityURL(),
		"baseUrl":       s.BaseURL(),
		"caBundlePath":  s.CABundlePath(),
		"counts":        s.Counts(),
	}
}

// controlInject takes an array of events. A field that is left out has NewEvent's value.
func (s *Server) controlInject(body []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		return fmt.Errorf("the request body is not an array of events: %w", err)
	}
	events := make([]Event, 0, len(raw))
	for i, text := range raw {
		var ids struct{ SubscriptionID, EventID string }
		if err := json.Unmarshal(text, &ids); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		if ids.SubscriptionID == "" || ids.EventID == "" {
			return fmt.Errorf("event %d needs subscriptionId and eventId", i)
		}
		e := NewEvent(ids.SubscriptionID, ids.EventID)
		if err := decodeStrict(text, &e); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		events = append(events, e)
	}
	return s.changeEvents(func() { s.store.put(events...) })
}

func (s *Server) controlChange(body []byte) error {
	var in struct{ EventID, Status, Reason, By string }
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
	if in.By == "" {
		in.By = "colleague@" + defaultTenantDomain
	}
	return s.ChangeStatus(in.EventID, in.Status, in.Reason, in.By)
}

func (s *Server) controlRemove(body []byte) error {
	var in struct{ EventID string }
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
	return s.Remove(in.EventID)
}

func (s *Server) controlSubscription(do func(id string)) func([]byte) error {
	return func(body []byte) error {
		var in struct{ SubscriptionID string }
		if err := decodeStrict(body, &in); err != nil {
			return err
		}
		do(in.SubscriptionID)
		return nil
	}
}

// controlFault takes the fields of Fault; delay is a text such as "250ms".
func (s *Server) controlFault(body []byte) error {
	var in struct {
		Fault

		Delay string
	}
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
	if in.Delay != "" {
		delay, err := time.ParseDuration(in.Delay)
		if err != nil {
			return fmt.Errorf("delay: %w", err)
		}
		in.Fault.Delay = delay
	}
	s.AddFault(in.Fault)
	return nil
}

// controlBehaviour takes the fields of Behaviour that are to change.
func (s *Server) controlBehaviour(body []byte) error {
	var err error
	s.SetBehaviour(func(b *Behaviour) {
		next := *b
		if err = decodeStrict(body, &next); err == nil {
			*b = next
		}
	})
	return err
}

func (s *Server) controlDevice(decide func(userCode string) error) func([]byte) error {
	return func(body []byte) error {
		var in struct{ UserCode string }
		if err := decodeStrict(body, &in); err != nil {
			return err
		}
		return decide(in.UserCode)
	}
}

// serveDevicePage is where a device code's message sends a person.
func serveDevicePage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!DOCTYPE html>\n<title>Sign in</title>\n<form method=\"POST\">\n"+
		"<label>Code <input name=\"user_code\" autofocus></label>\n<button>Sign in</button></form>\n")
}

func (s *Server) serveDeviceForm(w http.ResponseWriter, r *http.Request) {
	serveControlPost(w, r, func(body []byte) error {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return err
		}
		return s.ApproveDevice(form.Get("user_code"))
	})
}
