// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhook"
)

// serve runs the receiver until the returned function is called.
func (w *world) serve(t *testing.T) (address string, stop func() error) {
	t.Helper()
	listener := expect.Must((&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0"))(t)
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- w.Serve(ctx, listener, nil) }()
	return listener.Addr().String(), func() error {
		cancel()
		return <-served
	}
}

func TestServer_CutsOffSlowSenders(t *testing.T) {
	t.Parallel()
	const head = "POST / HTTP/1.1\r\nHost: x\r\n"
	for name, test := range map[string]struct {
		header, body time.Duration // the limits
		begin, logs  string
	}{
		"header": {200 * time.Millisecond, time.Hour, head, "its header is too large"},
		"body": {time.Hour, 400 * time.Millisecond, head + "Authorization: Signature eA==\r\n" +
			"X-MS-Signature-Algorithm: rsa-sha256\r\nX-MS-Certificate-Url: {host}/cert/good.cer\r\n" +
			"Content-Length: 30000\r\n\r\n", "did not arrive in full"},
	} {
		w := newWorld(t)
		w.LimitSenders(test.header, test.body)
		address, stop := w.serve(t)
		connection := expect.Must((&net.Dialer{}).DialContext(t.Context(), "tcp", address))(t)
		_, err := io.WriteString(connection, strings.Replace(test.begin, "{host}", w.host.URL, 1))
		expect.NoError(t, err)
		cutOff := make(chan struct{})
		go func() {
			defer close(cutOff)
			for err == nil {
				_, err = io.WriteString(connection, "x")
				time.Sleep(50 * time.Millisecond)
			}
		}()
		expect.Received(t, name+": the end of the connection", cutOff)
		_ = connection.Close()
		w.waitLog(t, test.logs, 1, name)
		expect.NoError(t, stop())
		expect.Equal(t, "fetched", 0, int(w.fetched.Load()))
	}
}

func TestServer_RefusesLargeHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address, stop := w.serve(t)
	connection := expect.Must((&net.Dialer{}).DialContext(t.Context(), "tcp", address))(t)
	_, err := io.WriteString(connection, "POST / HTTP/1.1\r\nHost: x\r\nX-A: "+
		strings.Repeat("a", 32<<10)+"\r\n\r\n")
	expect.NoError(t, err)
	answer := expect.Must(http.ReadResponse(bufio.NewReader(connection), nil))(t)
	_ = answer.Body.Close()
	_ = connection.Close()
	expect.Equal(t, "status", http.StatusRequestHeaderFieldsTooLarge, answer.StatusCode)
	expect.NoError(t, stop())
}

// A delivery that has begun is handed on, and its sender learns of it.
func TestServer_FinishesDeliveriesBeforeItStops(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun, finish := make(chan bool), make(chan bool)
	w.fail = func(webhook.News) error {
		close(begun)
		<-finish
		return nil
	}
	address, stop := w.serve(t)
	status := make(chan int)
	r := w.sign(t, `{"EventName":"test-created"}`)
	go func() {
		r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", address
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			status <- 0
			return
		}
		_ = answer.Body.Close()
		status <- answer.StatusCode
	}()
	<-begun
	stopped := make(chan error)
	go func() { stopped <- stop() }()
	select {
	case err := <-stopped:
		t.Fatal("stopped before the delivery was handed on", err)
	case <-time.After(100 * time.Millisecond):
	}
	close(finish)
	expect.Equal(t, "status", http.StatusOK, <-status)
	expect.NoError(t, <-stopped)
	expect.Equal(t, "handed on", 1, len(w.handed))
}

// Its sender has left, and the next attempt is a repeat.
func TestServer_HandsOnWhatASenderHasLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	begun, finish := make(chan bool), make(chan bool)
	w.fail = func(webhook.News) error {
		close(begun)
		<-finish
		return nil
	}
	address, stop := w.serve(t)
	r := w.sign(t, `{"EventName":"test-created"}`)
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan bool)
	go func() {
		r := r.Clone(ctx)
		r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", address
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_ = answer.Body.Close()
		}
		close(left)
	}()
	<-begun
	leave()
	<-left
	close(finish)
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, `{"EventName":"test-created"}`)))
	expect.NoError(t, stop())
	expect.Equal(t, "handed on", 1, len(w.handed))
}

// Proxies often speak HTTP/1.0.
func TestServer_AcceptsOldHTTP(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	address, stop := w.serve(t)
	r := w.sign(t, `{"EventName":"test-created"}`)
	answer := w.exchange(t, address, "POST / HTTP/1.0\r\n"+headerLines(r)+
		"Content-Length: 28\r\n\r\n"+`{"EventName":"test-created"}`)
	expect.Contains(t, answer, " 200 OK")
	expect.NoError(t, stop())
	expect.Equal(t, "handed on", 1, len(w.handed))
}

// What never becomes a request is logged, too.
func TestServer_LogsWhatNeverBecomesARequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.LimitSenders(200*time.Millisecond, 400*time.Millisecond)
	address, stop := w.serve(t)
	for name, sent := range map[string]string{
		"slow header":  "POST / HTTP/1.1\r\nHost: x\r\n",
		"large header": "POST / HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 32<<10) + "\r\n\r\n",
		"not HTTP":     "\x16\x03\x01 nonsense\r\n\r\n",
	} {
		before := strings.Count(w.logged(), "its header is too large")
		w.exchange(t, address, sent)
		w.waitLog(t, "its header is too large", before+1, name)
	}
	expect.NoError(t, stop())
	expect.Equal(t, "fetched", 0, int(w.fetched.Load()))
}

// A body of unknown length that never ends is cut off, however fast it comes.
func TestServer_CutsOffEndlessBodies(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		limit       time.Duration
		chunk, logs string
	}{
		{400 * time.Millisecond, "1\r\nx\r\n", "did not arrive in full"},
		{time.Hour, strings.Repeat("8000\r\n"+strings.Repeat("x", 0x8000)+"\r\n", 80), "larger than"},
	} {
		w := newWorld(t)
		w.LimitSenders(time.Hour, test.limit)
		address, stop := w.serve(t)
		answer := w.exchange(t, address, "POST / HTTP/1.1\r\nHost: x\r\n"+headerLines(w.sign(t, "x"))+
			"Transfer-Encoding: chunked\r\n\r\n"+test.chunk)
		expect.NoError(t, stop())
		expect.Contains(t, answer, " 400 ")
		expect.Contains(t, w.logged(), test.logs)
		expect.Equal(t, "fetched", 0, int(w.fetched.Load()))
	}
}

// The sender learns within the time of a fetch, and can send again.
func TestServer_DoesNotWaitForACertificateForever(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.certificates.LimitFetches(200 * time.Millisecond)
	hang := make(chan bool)
	t.Cleanup(func() { close(hang) })
	good, _ := w.files.Load("/cert/good.cer")
	w.files.Store("/cert/good.cer", http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		_ = http.NewResponseController(out).Flush()
		<-hang
	}))
	expect.Equal(t, "status", http.StatusServiceUnavailable, w.deliverTest(t))
	w.wantLog(t, "fetching the certificate", "deadline exceeded")
	w.files.Store("/cert/good.cer", good)
	w.certificates.LimitFetches(time.Hour)
	expect.Equal(t, "status", http.StatusOK, w.deliverTest(t))
}

// headerLines are the headers of a delivery as they are sent.
func headerLines(r *http.Request) string {
	var lines strings.Builder
	_ = r.Header.Write(&lines) // never fails
	return lines.String()
}

// exchange sends a text, and returns the answer.
func (w *world) exchange(t *testing.T, address, text string) string {
	t.Helper()
	connection := expect.Must((&net.Dialer{}).DialContext(t.Context(), "tcp", address))(t)
	go func() { _, _ = io.WriteString(connection, text) }()
	answer, _ := io.ReadAll(connection)
	_ = connection.Close()
	return string(answer)
}

func (w *world) logged() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.String()
}

func (w *world) waitLog(t *testing.T, text string, want int, what string) {
	t.Helper()
	expect.Eventually(t, what, func() bool { return strings.Count(w.logged(), text) >= want })
}
