// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// paced is a service whose calls share a pace. It answers 200 unless it is told to refuse.
type paced struct {
	pace    *transport.Pace
	latency time.Duration

	mu         sync.Mutex
	before     func() // each request, under mu
	sent       []time.Time
	refuse     int // number of requests
	status     int
	retryAfter string
}

func newPaced() *paced { return &paced{pace: transport.NewPace()} }

func (s *paced) refuseNext(n, status int, retryAfter string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse, s.status, s.retryAfter = n, status, retryAfter
}

func (s *paced) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.sent = append(s.sent, time.Now())
	if s.before != nil {
		s.before()
	}
	resp := &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}
	if s.refuse > 0 {
		s.refuse--
		resp.StatusCode = s.status
		resp.Header.Set("Retry-After", s.retryAfter)
	}
	s.mu.Unlock()
	time.Sleep(s.latency)
	return resp, nil
}

func (s *paced) call(ctx context.Context) (int, transport.Report, error) {
	resp, report, err := s.do(ctx, transport.Call{})
	if err != nil {
		return 0, report, err
	}
	return resp.StatusCode, report, resp.Body.Close()
}

func (s *paced) do(ctx context.Context, call transport.Call) (_ *http.Response, _ transport.Report,
	err error) {
	call.Pace = s.pace
	call.Request, err = http.NewRequestWithContext(ctx, http.MethodGet, "https://api.test/", nil)
	if err != nil {
		return nil, transport.Report{}, err
	}
	return transport.RetryPolicy{MaxRetries: 6}.Do(&http.Client{Transport: s}, call)
}

// calls makes n calls, that many at a time, expects them to succeed, and returns how long they
// took.
func (s *paced) calls(t *testing.T, n, atATime int) time.Duration {
	t.Helper()
	start := time.Now()
	var all sync.WaitGroup
	slots := make(chan struct{}, atATime)
	for range n {
		slots <- struct{}{}
		all.Go(func() {
			if status, _, err := s.call(t.Context()); err != nil || status != 200 {
				t.Errorf("HTTP %d, %v", status, err)
			}
			<-slots
		})
	}
	all.Wait()
	return time.Since(start)
}

func takes(t *testing.T, what string, got, want time.Duration) {
	t.Helper()
	if got < want-time.Millisecond || got > want+time.Millisecond {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}

func TestPace_DelaysNothingWithoutARefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newPaced()
		takes(t, "a thousand calls", s.calls(t, 1000, 50), 0)
	})
}

func TestPace_AfterARefusalNoCallGoesOutBeforeItsTime(t *testing.T) {
	t.Parallel()
	for _, status := range []int{429, 503} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newPaced()
				s.calls(t, 1000, 1)
				s.refuseNext(1, status, "57")
				start := time.Now()
				var others sync.WaitGroup
				others.Go(func() { s.calls(t, 1, 1) })
				time.Sleep(time.Second)
				others.Go(func() { s.calls(t, 10, 10) })
				others.Wait()
				for _, at := range s.sent[1001:] {
					if at.Sub(start) < 57*time.Second {
						t.Errorf("a call went out after %s", at.Sub(start))
					}
				}
				expect.Equal(t, "attempts", 1012, len(s.sent))
			})
		})
	}
}

func TestPace_A503SaysNothingAboutTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newPaced()
		s.refuseNext(1, 503, "30")
		takes(t, "a hundred calls", s.calls(t, 100, 10), 30*time.Second)
	})
}

// limited returns a service that accepted 30 calls in 3 seconds and then refused 10 at once for 57
// seconds, so that its rate is one call in two seconds. Those 10 have since succeeded, and 20
// seconds of that time have passed.
func limited(t *testing.T) *paced {
	t.Helper()
	s := newPaced()
	s.latency = 100 * time.Millisecond
	s.calls(t, 30, 1)
	s.refuseNext(10, 429, "57")
	takes(t, "ten refused calls", s.calls(t, 10, 10), s.latency+57*time.Second+9*2*time.Second+
		s.latency)
	time.Sleep(2*time.Second - s.latency)
	s.latency = 0
	return s
}

func TestPace_LearnsTheRateFromWhatWentThroughAndCountsSimultaneousRefusalsOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := limited(t)
		takes(t, "five more", s.calls(t, 5, 5), 4*2*time.Second)
	})
}

func TestPace_AFurtherRefusalHalvesTheRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := limited(t)
		s.refuseNext(1, 429, "10")
		takes(t, "five more", s.calls(t, 5, 5), 10*time.Second+4*4*time.Second)
	})
}

func TestPace_NeverAsksForMoreTimeThanTheService(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newPaced()
		for range 6 {
			s.refuseNext(1, 429, "1")
			s.calls(t, 1, 1)
		}
		takes(t, "eight more", s.calls(t, 8, 8), 8*time.Second)
	})
}

func TestPace_QuietTimeRaisesTheRateAndEndsTheLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := limited(t)
		time.Sleep(50 * time.Second)
		s.calls(t, 1, 1)
		takes(t, "in the second minute", s.calls(t, 4, 4), 4*time.Second)
		time.Sleep(time.Minute)
		s.calls(t, 1, 1)
		takes(t, "in the third minute", s.calls(t, 4, 4), 2*time.Second)
		time.Sleep(2 * time.Minute)
		takes(t, "later", s.calls(t, 1000, 50), 0)
	})
}

// The quota is that of the documented gateway: a number of calls per minute; Retry-After says when
// the minute ends.
func TestPace_UnderAQuotaFewCallsAreRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const quota, calls = 60, 400
		s := newPaced()
		s.latency = 50 * time.Millisecond
		used, refused, minute := 0, 0, time.Now()
		s.before = func() {
			if time.Since(minute) >= time.Minute {
				used, minute = 0, time.Now()
			}
			if used++; used > quota {
				refused++
				left := time.Minute - time.Since(minute)
				s.refuse, s.status, s.retryAfter = 1, 429, strconv.Itoa(int(left.Seconds())+1)
			}
		}
		took := s.calls(t, calls, 10)
		if refused > 20 || took > 7*time.Minute {
			t.Errorf("%d of %d calls were refused, and it took %s", refused, calls, took)
		}
	})
}

func TestPace_AWaitingCallEndsWithItsContextOrAtOnceIfThereIsNoTime(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		timeout, cancelled time.Duration
		want               transport.Report
		err                error
	}{
		{30 * time.Second, time.Hour, transport.Report{LastStatus: 429, TooLong: 57 * time.Second}, nil},
		{time.Hour, 10 * time.Second, transport.Report{LastStatus: 429, Elapsed: 10 * time.Second},
			context.Canceled},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newPaced()
			s.refuseNext(1, 429, "57")
			go s.calls(t, 1, 1)
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
			defer cancel()
			time.AfterFunc(test.cancelled, cancel)
			start := time.Now()
			_, report, err := s.call(ctx)
			if err == nil || test.err != nil && !errors.Is(err, test.err) {
				t.Errorf("got %v", err)
			}
			expect.Equal(t, "report", test.want, report)
			takes(t, "the call", time.Since(start), test.want.Elapsed)
			time.Sleep(2 * time.Minute)
		})
	}
}

// A call that must leave in time does not wait for its turn, but finds it kept when it comes again.
func TestPace_ACallThatIsLateKeepsItsTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newPaced()
		s.refuseNext(1, 429, "57")
		s.calls(t, 1, 1) // from now on one in ten seconds
		write := func(leaveIn time.Duration) (transport.Report, error) {
			//nolint:bodyclose // it is empty
			_, report, err := s.do(t.Context(), transport.Call{Once: true,
				LeaveBy: time.Now().Add(leaveIn)})
			return report, err
		}
		report, err := write(4 * time.Second)
		if !errors.Is(err, transport.ErrTooLate) || !report.Again || report.Attempts != 0 ||
			report.LastStatus != 429 {
			t.Fatalf("got %v, %+v", err, report)
		}
		takes(t, "the wait for a turn", report.Wait, 10*time.Second)
		time.Sleep(report.Wait)
		if report, err = write(-time.Millisecond); !errors.Is(err, transport.ErrTooLate) ||
			report.Wait != 0 || report.LastStatus != 0 {
			t.Fatalf("its turn has come, and it was looked at too long ago: %v, %+v", err, report)
		}
		takes(t, "a look takes a turn of its own", s.calls(t, 1, 1), 10*time.Second)
		if report, err = write(time.Millisecond); err != nil || report.Attempts != 1 {
			t.Errorf("got %v, %+v", err, report)
		}
	})
}
