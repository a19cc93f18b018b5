// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// receiver is a running "partnercenter webhook".
type receiver struct {
	*session

	log *watched
	url string
}

// startReceiver runs the command until the end of the test, and registers it.
func startReceiver(t *testing.T, s *session, args ...string) *receiver {
	t.Helper()
	r := &receiver{session: s, log: watchFor("listening")}
	host := expect.Must(url.Parse(s.server.HTTPSBaseURL()))(t).Host
	ctx, stop := context.WithCancel(context.Background())
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, append([]string{"webhook", "--listen", "127.0.0.1:0",
			"--allow-certificate-host", host}, args...), s.environment(r.log))
	}()
	t.Cleanup(func() {
		stop()
		expect.Equal(t, "exit status", exitOK, <-status)
		expect.Contains(t, r.log.String(), `"msg":"stopped"`)
		s.wantNoSecret(t, r.log.String(), s.out.String())
		for line := range strings.Lines(r.log.String()) {
			if !json.Valid([]byte(line)) {
				t.Errorf("not a line of JSON: %s", line)
			}
		}
	})
	r.log.wait(t)
	var line struct{ Address string }
	expect.NoError(t, json.Unmarshal([]byte(strings.SplitN(r.log.String(), "\n", 2)[0]), &line))
	r.url = "http://" + line.Address + "/callback"
	s.server.RegisterWebhook(r.url, "azure-fraud-event-detected", "test-created")
	return r
}

// inbox receives forwarded events.
type inbox struct {
	*httptest.Server

	mu       sync.Mutex // guards the fields below
	failures int        // before the first success
	got      []string   // ids
	headers  []http.Header
}

func newInbox(t *testing.T, failures int) *inbox {
	t.Helper()
	box := &inbox{failures: failures}
	box.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var event struct{ ID, SpecVersion string }
		err := json.NewDecoder(r.Body).Decode(&event)
		box.mu.Lock()
		defer box.mu.Unlock()
		box.headers = append(box.headers, r.Header)
		if box.failures--; box.failures >= 0 || err != nil || event.SpecVersion != "1.0" ||
			!strings.HasPrefix(r.Header.Get("Content-Type"), "application/cloudevents+json") {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		box.got = append(box.got, event.ID)
	}))
	t.Cleanup(box.Close)
	return box
}

func (b *inbox) wait(t *testing.T, want int) []string {
	t.Helper()
	var got []string
	expect.Eventually(t, "forwarded events", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		got = slices.Clone(b.got)
		return len(got) >= want
	})
	expect.Equal(t, "number of forwarded events", want, len(got))
	return got
}

// waitDelivered waits until the emulator has delivered everything.
func waitDelivered(t *testing.T, server *emulator.Server, want int) {
	t.Helper()
	expect.Eventually(t, "completed deliveries", func() bool {
		_, deliveries := server.Webhook()
		completed := 0
		for _, d := range deliveries {
			if d.State == "completed" {
				completed++
			}
		}
		return completed >= want
	})
}

func TestWebhook_ForwardsANewEventOnce(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	box := newInbox(t, 1)
	startReceiver(t, s, "--forward", box.URL+"/hook?key=forward-s3cret")
	story := emulator.StoryEvents(emulator.StoryDecisions)[0]
	s.server.Inject(story)
	got := box.wait(t, 1)
	expect.Equal(t, "id", strings.ToLower(story.SubscriptionID)+"/"+story.EventID, got[0])
	waitDelivered(t, s.server, 1)
	expect.NoError(t, s.server.ChangeStatus(story.EventID, "Investigating", "",
		"colleague@example.com"))
	waitDelivered(t, s.server, 2)
	box.wait(t, 1)
	for _, header := range box.headers { // nothing of the sign-in, and nothing of the delivery
		expect.Equal(t, "headers", []string{"Accept-Encoding", "Content-Length", "Content-Type",
			"User-Agent"}, slices.Sorted(maps.Keys(header)))
	}
	expect.Equal(t, "writes", 0, s.server.Count(emulator.KindUpdate))
}

// Collectors of logs read JSON only.
func TestWebhook_LogsFailedCallsAsJSON(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), map[string]string{"MAX_RETRIES": "1"})
	box := newInbox(t, 0)
	r := startReceiver(t, s, "--forward", box.URL)
	s.server.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 503})
	s.server.Inject(emulator.StoryEvents(emulator.StoryDecisions)[0])
	box.wait(t, 1)
	expect.Contains(t, r.log.String(), `"level":"WARN","msg":"trying again","reason":"Attempt 1 of GET`)
}

func TestWebhook_RunsACommandForEachEvent(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the command line is for sh")
	}
	s := newSession(t, startEmulator(t), nil)
	folder := t.TempDir()
	// The first run fails, so the emulator delivers again.
	r := startReceiver(t, s, "--on-event", "cd '"+folder+"'; env > variables; cat >> events; "+
		"mkdir again || exit 0; printf '%03000d' 0; echo broken >&2; exit 3")
	s.server.Inject(emulator.StoryEvents(emulator.StoryDecisions)[0])
	waitDelivered(t, s.server, 1)
	lines := strings.Split(strings.TrimSpace(string(expect.Must(os.ReadFile(
		filepath.Join(folder, "events")))(t))), "\n")
	expect.Equal(t, "runs", 2, len(lines))
	expect.Equal(t, "the event of both runs", lines[0], lines[1])
	var event struct {
		Data struct {
			EventID string `json:"event_id"`
		}
	}
	expect.NoError(t, json.Unmarshal([]byte(lines[0]), &event))
	expect.Equal(t, "id", emulator.StoryEvents(emulator.StoryDecisions)[0].EventID, event.Data.EventID)
	expect.Contains(t, r.log.String(), "exit status 3: 000")
	expect.Contains(t, r.log.String(), "000broken")
	variables := string(expect.Must(os.ReadFile(filepath.Join(folder, "variables")))(t))
	expect.Contains(t, variables, "PARTNERCENTER_TENANT_ID=")
	if strings.Contains(variables, "SECRET") || strings.Contains(variables, "REFRESH_TOKEN") {
		t.Errorf("the command's variables are\n%s", variables)
	}
	s.wantNoSecret(t, variables)
}

func TestWebhook_RefusesStrangers(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	box := newInbox(t, 0)
	r := startReceiver(t, s, "--forward", box.URL)
	before := s.server.Count(emulator.KindAny)
	post := func(header http.Header, body string) int {
		req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodPost, r.url,
			strings.NewReader(body)))(t)
		req.Header = header
		answer := expect.Must(http.DefaultClient.Do(req))(t)
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	const body = `{"EventName":"test-created"}`
	signed := expect.Must(s.server.SignWebhook([]byte(body), true))(t)
	expect.Equal(t, "unsigned", http.StatusUnauthorized, post(http.Header{}, body))
	expect.Equal(t, "tampered", http.StatusBadRequest, post(signed, body+" "))
	elsewhere := signed.Clone()
	elsewhere.Set("X-MS-Certificate-Url", "https://example.com/cert/x.cer")
	expect.Equal(t, "elsewhere", http.StatusBadRequest, post(elsewhere, body))
	expect.Equal(t, "calls of the API", before, s.server.Count(emulator.KindAny))
	box.wait(t, 0)
	expect.Equal(t, "signed", http.StatusOK, post(signed, body))
	box.wait(t, 1)
}

func TestWebhook_MistakesAreReportedAndSendNothing(t *testing.T) {
	t.Parallel()
	for line, says := range map[string]string{
		"webhook":                                                           "--on-event or --forward is",
		"webhook --forward ftp://example.com":                               "--forward must be",
		"webhook --on-event x --tls-cert a":                                 "require each other",
		"webhook --on-event x --listen 8080":                                "--listen must be",
		"webhook --on-event x --environment china":                          "requires --allow-",
		"webhook --on-event x --allow-certificate-host https://example.com": "must be a host",
		"webhook stray":                                                     "unexpected argument",
	} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, line)
		expect.Contains(t, s.errors.String(), says)
		s.expectNoRequests(t)
	}
}

// The guide's script starts the workflow, with its token off the command line.
func TestWebhook_TheGuidesScriptStartsTheWorkflow(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil || runtime.GOOS == "windows" {
		t.Skip("the script requires sh and curl")
	}
	s := newSession(t, startEmulator(t), nil)
	dispatched := make(chan string, 10)
	github := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		dispatched <- strings.Join([]string{r.Method, r.URL.Path, r.Header.Get("Authorization"),
			string(body)}, " ")
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(github.Close)
	token := filepath.Join(t.TempDir(), "token")
	expect.NoError(t, os.WriteFile(token, []byte("github-s3cret\n"), 0o600))
	s.variables["GITHUB_API_URL"], s.variables["GITHUB_TOKEN_FILE"] = github.URL, token
	s.variables["GITHUB_REPOSITORY"], s.variables["PATH"] = "contoso/decisions", os.Getenv("PATH")
	r := startReceiver(t, s, "--on-event", "../../examples/guides/webhook/alert.sh")
	s.server.Inject(emulator.StoryEvents(emulator.StoryDecisions)[0])
	expect.Equal(t, "dispatch", `POST /repos/contoso/decisions/dispatches Bearer github-s3cret `+
		`{"event_type":"partnercenter-alert"}`, <-dispatched)
	waitDelivered(t, s.server, 1)
	expect.Equal(t, "more dispatches", 0, len(dispatched))
	if strings.Contains(r.log.String(), "github-s3cret") {
		t.Error("the token is in the log")
	}
}
