// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package audit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
)

func openLog(t *testing.T, path, user string) *audit.Log {
	t.Helper()
	log := expect.Must(audit.New(path, audit.Author{
		User:          func() string { return user },
		CorrelationID: "c1",
		Now: func() time.Time {
			return time.Date(2026, 3, 4, 6, 6, 7, 0,
				time.FixedZone("", 3600))
		},
	}))(t)
	return log
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	content := expect.Must(os.ReadFile(path))(t)
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}

func TestLog_Lines(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	log := openLog(t, path, "kim@contoso.com")
	active := audit.Standing{Status: "Active"}
	for _, r := range []audit.Record{
		{
			SubscriptionID: "s1", EventID: "e1", Result: "written", From: &active,
			To:          audit.Standing{Status: "Resolved", Reason: "Fraud"},
			Annotations: map[string]string{"ticket": "INC-1\n{}"}, RequestID: "r1",
		},
		{SubscriptionID: "s1", EventID: "e1", Result: "refused", Planned: true, To: active,
			Err: errors.New("the reason")},
	} {
		expect.NoError(t, log.Append(r))
	}
	expect.NoError(t, openLog(t, path, "").Append(audit.Record{SubscriptionID: "s1", EventID: "e1",
		Result: "adopted", From: &active, To: active}))
	expect.NoError(t, openLog(t, path, "kim@contoso.com").Append(audit.Record{Kind: "usage_budget",
		CustomerTenantID: "t1", Result: "written", To: map[string]string{"amount": "7"}}))
	want := []string{
		`{"time":"2026-03-04T05:06:07Z","user":"kim@contoso.com","kind":"fraud_event","result":"written",` +
			`"phase":"apply","subscription_id":"s1",` +
			`"event_id":"e1","from":{"status":"Active"},"to":{"status":"Resolved","reason":"Fraud"},` +
			`"annotations":{"ticket":"INC-1\n{}"},` +
			`"request_id":"r1","correlation_id":"c1","error":null}`,
		`{"time":"2026-03-04T05:06:07Z","user":"kim@contoso.com","kind":"fraud_event","result":"refused",` +
			`"phase":"plan","subscription_id":"s1",` +
			`"event_id":"e1","from":null,"to":{"status":"Active"},"annotations":{},` +
			`"request_id":null,"correlation_id":"c1","error":"the reason"}`,
		`{"time":"2026-03-04T05:06:07Z","user":null,"kind":"fraud_event","result":"adopted",` +
			`"phase":"apply","subscription_id":"s1",` +
			`"event_id":"e1","from":{"status":"Active"},"to":{"status":"Active"},"annotations":{},` +
			`"request_id":null,"correlation_id":"c1","error":null}`,
		`{"time":"2026-03-04T05:06:07Z","user":"kim@contoso.com","kind":"usage_budget",` +
			`"result":"written","phase":"apply","customer_tenant_id":"t1",` +
			`"from":null,"to":{"amount":"7"},"annotations":{},` +
			`"request_id":null,"correlation_id":"c1","error":null}`,
	}
	expect.Equal(t, "lines", want, lines(t, path))
	// Windows has no modes. There, internal/files tests the access list.
	if mode := expect.Must(os.Stat(path))(t).Mode(); runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("the file's mode is %v", mode)
	}
}

// The error of a call can hold a secret that somebody has written into an address.
func TestLog_HidesSecretsInErrors(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	author := audit.Author{User: func() string { return "" }, Now: time.Now,
		Hide: anatomy.Known("s3cret").Hide}
	log := expect.Must(audit.New(path, author))(t)
	expect.NoError(t, log.Append(audit.Record{EventID: "e1", Err: errors.New("no s3cret.test")}))
	expect.Contains(t, lines(t, path)[0], `"error":"no (redacted).test"`)
}

// TestLog_LinesOfSeveralWritersStayWhole simulates several processes: each has opened the file
// separately.
func TestLog_LinesOfSeveralWritersStayWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	long := map[string]string{"rationale": strings.Repeat("x", 20_000)}
	var writers sync.WaitGroup
	for w := range 4 {
		log := openLog(t, path, "")
		writers.Go(func() {
			for i := range 25 {
				record := audit.Record{SubscriptionID: "s", EventID: fmt.Sprintf("%d-%d", w, i),
					Annotations: long}
				if err := log.Append(record); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	seen := map[string]bool{}
	for _, line := range lines(t, path) {
		var entry struct {
			EventID string `json:"event_id"`
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("a line is broken: %v", err)
		}
		seen[entry.EventID] = true
	}
	if len(seen) != 100 {
		t.Errorf("%d events, want 100", len(seen))
	}
}

func TestNew_UnwritableFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, path := range []string{folder, filepath.Join(folder, "none", "audit.jsonl")} {
		if _, err := audit.New(path, audit.Author{}); err == nil {
			t.Errorf("%s was taken", path)
		}
	}
}

func TestAppend_AMovedFileIsStartedAgain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	log := openLog(t, path, "")
	for _, id := range []string{"e1", "e2"} {
		expect.NoError(t, log.Append(audit.Record{SubscriptionID: "s1", EventID: id}))
		expect.NoError(t, os.Rename(path, path+"."+id))
	}
	for _, id := range []string{"e1", "e2"} {
		if got := lines(t, path+"."+id); len(got) != 1 || !strings.Contains(got[0], id) {
			t.Errorf("got %q", got)
		}
	}
}

func TestAppend_AFailureNamesTheEvent(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "logs")
	expect.NoError(t, os.Mkdir(folder, 0o700))
	log := openLog(t, filepath.Join(folder, "audit.jsonl"), "")
	expect.NoError(t, os.RemoveAll(folder))
	err := log.Append(audit.Record{SubscriptionID: "s1", EventID: "e1", Result: "written"})
	if err == nil || !strings.Contains(err.Error(), "event e1 of subscription s1 (written)") {
		t.Errorf("got %v", err)
	}
}

// A full disk cuts a line off. The lines after it are whole.
func TestAppend_ALineThatIsCutOffStaysAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	const cut = `{"time":"2026-03-04T05:06:07Z","us`
	expect.NoError(t, os.WriteFile(path, []byte(cut), 0o600))
	log := openLog(t, path, "")
	for _, id := range []string{"e1", "e2"} {
		expect.NoError(t, log.Append(audit.Record{SubscriptionID: "s1", EventID: id}))
	}
	got := lines(t, path)
	expect.Equal(t, "lines", 3, len(got))
	expect.Equal(t, "the first line", cut, got[0])
	for _, line := range got[1:] {
		expect.Equal(t, line, true, json.Valid([]byte(line)))
	}
}
