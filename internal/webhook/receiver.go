// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

// Receiver accepts deliveries.
type Receiver struct {
	Config

	limits  limits
	base    context.Context // of all work
	stop    context.CancelFunc
	alerts  *alerts
	reads   *semaphore.Weighted
	works   *semaphore.Weighted
	running singleflight.Group // by digest: a repeat waits for the first attempt
	handed  *memory[digest]    // bodies that have been handed on
}

// New returns a receiver. Close ends its work.
func New(config Config) *Receiver {
	r := &Receiver{Config: config, limits: limits{header: headerTime, read: readTime},
		reads: semaphore.NewWeighted(readsTogether), works: semaphore.NewWeighted(worksTogether),
		handed: newMemory[digest](keptDeliveries)}
	r.base, r.stop = context.WithCancel(context.Background())
	r.alerts = newAlerts(r.base, config)
	return r
}

// Close ends all work. Deliveries that are not yet handed on fail.
func (r *Receiver) Close() { r.stop() }

// Handler serves deliveries on every path, and /healthz. It is no [http.ServeMux], which redirects
// a path that is not in its shortest form: a redirected delivery is lost.
func (r *Receiver) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		reads := req.Method == http.MethodGet || req.Method == http.MethodHead
		if !reads || req.URL.Path != "/healthz" {
			r.receive(w, req)
			return
		}
		_, _ = io.WriteString(w, "ok\n")
	})
}

// outcome is what the log says about a delivery.
type outcome struct {
	event        string
	subscription string
	handed       int
	repeat       bool
}

func (r *Receiver) receive(w http.ResponseWriter, req *http.Request) {
	begin := time.Now()
	id := uuid.NewString()
	done, err := r.accept(w, req)
	status := statusOf(err)
	attributes := []slog.Attr{slog.String("id", id), slog.String("from", req.RemoteAddr),
		slog.Int("status", status), slog.Int64("duration_ms", time.Since(begin).Milliseconds())}
	if done.event != "" {
		attributes = append(attributes, slog.String("event", done.event))
	}
	if done.subscription != "" {
		attributes = append(attributes, slog.String("subscription_id", done.subscription))
	}
	level, message := slog.LevelInfo, "handed on"
	switch {
	case isRefused(err):
		level, message = slog.LevelWarn, "refused"
	case errors.Is(err, errUnlisted):
		level, message = slog.LevelWarn, "nothing new yet"
	case err != nil:
		level, message = slog.LevelError, "not handed on"
	case done.repeat:
		message = "repeat dropped"
	case done.handed == 0:
		message = "nothing new"
	default:
		attributes = append(attributes, slog.Int("handed_on", done.handed))
	}
	if err != nil {
		attributes = append(attributes, reason(err))
		w.Header().Set("Connection", "close") // its body may not have been read
	}
	r.Log.LogAttrs(req.Context(), level, message, attributes...)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, http.StatusText(status)+"\n")
}

// accept verifies a delivery and hands it on. Cheap checks come first.
func (r *Receiver) accept(w http.ResponseWriter, req *http.Request) (outcome, error) {
	if req.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return outcome{}, &Refusal{http.StatusMethodNotAllowed, "its method is not POST"}
	}
	signature, err := readSignature(req.Header)
	if err != nil {
		return outcome{}, err
	}
	if err := checkCertificateURL(signature.certificate, r.Certificates.hosts); err != nil {
		return outcome{}, err
	}
	body, err := r.verified(w, req, signature)
	if err != nil {
		return outcome{}, err
	}
	p, err := readPayload(body)
	if err != nil {
		return outcome{}, err
	}
	done := outcome{event: p.EventName}
	var about alert
	if p.isAlert() {
		if about, err = p.alert(r.BaseURL); err != nil {
			return done, err
		}
		done.subscription = about.subscriptionID
	}
	id := digestOf(body)
	handed, err, _ := r.running.Do(string(id[:]), func() (any, error) {
		if r.handed.has(id) {
			done.repeat = true
			return 0, nil
		}
		n, err := r.work(p, about, id)
		if err == nil {
			r.handed.add(id)
		}
		return n, err
	})
	done.handed, _ = handed.(int)
	return done, err
}

// verified reads the body and verifies its signature.
func (r *Receiver) verified(w http.ResponseWriter, req *http.Request, s signature) ([]byte, error) {
	ctx, cancel := context.WithTimeout(req.Context(), r.limits.read)
	defer cancel()
	if err := r.reads.Acquire(ctx, 1); err != nil {
		return nil, errors.New("too many deliveries at once")
	}
	defer r.reads.Release(1)
	body, err := r.readBody(w, req)
	if err != nil {
		return nil, err
	}
	return body, r.Certificates.verify(req.Context(), s, body)
}

// readBody cuts off slow senders, but does not limit the time of the work.
func (r *Receiver) readBody(w http.ResponseWriter, req *http.Request) ([]byte, error) {
	if req.ContentLength > maxBody {
		return nil, refuse("its body is larger than %d bytes", maxBody)
	}
	connection := http.NewResponseController(w)
	_ = connection.SetReadDeadline(time.Now().Add(r.limits.read)) // tests have no connection
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, refuse("its body is larger than %d bytes", maxBody)
	case err != nil:
		return nil, refuse("its body did not arrive in full")
	}
	_ = connection.SetReadDeadline(time.Time{})
	return body, nil
}

// work hands on a delivery. It outlasts its connection, so that the sender's next attempt is a
// repeat.
func (r *Receiver) work(p payload, about alert, id digest) (int, error) {
	ctx, cancel := context.WithTimeout(r.base, workTime)
	defer cancel()
	if p.isAlert() {
		return r.alerts.follow(ctx, about)
	}
	if err := r.works.Acquire(ctx, 1); err != nil {
		return 0, err
	}
	defer r.works.Release(1)
	news, err := newsOfPayload(p, id, r.BaseURL)
	if err != nil {
		return 0, err
	}
	return 1, r.HandOn(ctx, news)
}
