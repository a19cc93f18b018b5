// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// A write is sent once, and the error says whether and how to send it again.
func TestUpdate_IsSentOnce(t *testing.T) {
	t.Parallel()
	const maybe, unknown = "may-have-happened", "unknown-outcome may-have-happened"
	type row struct {
		answer        http.HandlerFunc
		kinds         string
		again, sameID bool
		wait          time.Duration // at least
	}
	expect.Each(t, map[string]row{
		"no response":       {hangUp, unknown, true, true, 1},
		"504":               {reply(504, ""), unknown, true, false, 1},
		"408":               {reply(408, ""), maybe, true, false, 1},
		"500":               {reply(500, ""), maybe, true, false, 1},
		"502":               {reply(502, ""), maybe, true, false, 1},
		"503":               {reply(503, ""), maybe, true, false, 1},
		"503, with a wait":  {reply(503, "", "Retry-After: 20"), maybe, true, false, 20 * time.Second},
		"429":               {reply(429, ""), "", true, false, 1},
		"429, with a wait":  {reply(429, "", "Retry-After: 57"), "", true, false, 57 * time.Second},
		"202":               {reply(202, ""), unknown + " may-yet-happen", false, false, 0},
		"206":               {reply(206, "[]"), unknown + " may-yet-happen", false, false, 0},
		"400":               {reply(400, ""), "refused refused-for-events", false, false, 0},
		"403":               {reply(403, ""), "refused not-permitted", false, false, 0},
		"409":               {reply(409, ""), "refused refused-for-events", false, false, 0},
		"501":               {reply(501, ""), maybe, false, false, 0},
		"a page of a proxy": {reply(302, "", "Location: https://x.test"), "", false, false, 0},
	}, func(t *testing.T, test row) {
		s := serve(t, test.answer) // one request
		failed := failedUpdate(t, newClient(t, s), fraudUpdate(t))
		before, wait, again := failed.Again()
		if kinds(failed) != test.kinds || again != test.again || wait < test.wait ||
			failed.Attempts != 1 {
			t.Errorf("%s, again %t after %s; %v", kinds(failed), again, wait, failed)
		}
		if same := before.RequestID == s.column("MS-RequestId")[0]; same != test.sameID {
			t.Errorf("the next attempt gets the id %q", before.RequestID)
		}
	})
}

// The sender of retries gets the facts of all attempts together.
func TestUpdate_ARepetitionContinuesTheCall(t *testing.T) {
	t.Parallel()
	s := serve(t, hangUp, reply(503, ""), reply(403, ""))
	c := newClient(t, s)
	u := fraudUpdate(t)
	for made := 1; made < 3; made++ {
		var again bool
		if u.Before, _, again = failedUpdate(t, c, u).Again(); !again || u.Before.Made != made {
			t.Fatalf("attempt %d: %+v", made, u.Before)
		}
	}
	failed := failedUpdate(t, c, u)
	ids := s.column("MS-RequestId")
	if failed.Attempts != 3 || failed.StatusCode != 403 || ids[0] != ids[1] || ids[1] == ids[2] {
		t.Errorf("got %v, request ids %q", failed, ids)
	}
	for _, r := range s.seen() {
		if r.body != s.seen()[0].body {
			t.Errorf("a repetition sent %s", r.body)
		}
	}
}

func TestUpdate_IsNotRepeatedWithoutRetries(t *testing.T) {
	t.Parallel()
	if _, _, again := failedUpdate(t, newClient(t, serve(t, reply(503, "")), noRetry),
		fraudUpdate(t)).Again(); again {
		t.Error("it may be sent again though retries are off")
	}
}

func TestUpdate_AWaitBeyondTheDeadlineIsNotGranted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s := serve(t, reply(429, "", "Retry-After: 57"))
	_, err := newClient(t, s).FraudEvents().Update(ctx, fraudUpdate(t))
	if failed := failure(t, err); failed.MayRepeat || !strings.Contains(err.Error(), "wait 57s") {
		t.Errorf("got %v", err)
	}
}

func TestUpdate_RenewsARefusedTokenOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(401, ""), reply(200, "[]"), reply(401, ""), reply(401, ""))
	c := newClient(t, s, noRetry, withTokens(&tokens{values: []string{"1", "2", "3", "4"}}))
	result := updated(t, c, fraudUpdate(t))
	if ids := s.column("MS-RequestId"); result.RequestID != ids[1] || ids[0] == ids[1] {
		t.Errorf("got %+v, request ids %q", result, ids)
	}
	if failed := failedUpdate(t, c, fraudUpdate(t)); failed.StatusCode != 401 || failed.MayRepeat {
		t.Errorf("a second refusal: %v", failed)
	}
}

func TestUpdate_ARefusedConnectionDidNothing(t *testing.T) {
	t.Parallel()
	failed := failedUpdate(t, newClientAt(t, "http://127.0.0.1:1"), fraudUpdate(t))
	if kinds(failed) != "" || !failed.MayRepeat {
		t.Errorf("got %v", failed)
	}
}

func TestUpdate_CutShortByTheDeadlineTheOutcomeIsUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		c := newClientAt(t, "https://api.partnercenter.test", over(hang))
		_, err := c.FraudEvents().Update(ctx, fraudUpdate(t))
		if !fraud.Failed(err, fraud.UnknownOutcome) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// slowTokens delays every token.
type slowTokens struct {
	tokens
	takes time.Duration
}

func (s *slowTokens) Token(ctx context.Context, r auth.TokenRequest) (auth.Token, error) {
	time.Sleep(s.takes)
	return s.tokens.Token(ctx, r)
}

// Whatever delays an update, it leaves in time, or not at all.
func TestUpdate_LeavesInTimeOrNotAtAll(t *testing.T) {
	t.Parallel()
	const late, soon = 20 * time.Second, 4 * time.Second
	type row struct {
		leaveIn, token, connect time.Duration
		statuses                []int // of the requests that leave
		again                   bool
	}
	expect.Each(t, map[string]row{
		"nothing does":            {leaveIn: 500 * time.Millisecond, statuses: []int{200}},
		"it is late":              {leaveIn: -time.Millisecond, again: true},
		"a new token":             {leaveIn: fraud.ReviewLasts, token: late, again: true},
		"a token, in time":        {leaveIn: fraud.ReviewLasts, token: soon, statuses: []int{200}},
		"a token after a refusal": {fraud.ReviewLasts, 3 * time.Second, 0, []int{401}, true},
		"a slow connection":       {leaveIn: fraud.ReviewLasts, connect: late, again: true},
		"a connection, in time":   {fraud.ReviewLasts, 0, 4900 * time.Millisecond, []int{200}, false},
	}, func(t *testing.T, test row) {
		synctest.Test(t, func(t *testing.T) {
			sent := 0
			wire := func(r *http.Request) (*http.Response, error) {
				time.Sleep(test.connect)
				if _, err := io.ReadAll(r.Body); err != nil {
					return nil, err
				}
				if sent++; sent > len(test.statuses) {
					t.Error("a request left too late")
					return canned(r, 418, "")
				}
				return canned(r, test.statuses[sent-1], "")
			}
			c := newClientAt(t, "http://127.0.0.1", over(wire), withTokens(
				&slowTokens{tokens{values: []string{"token-1", "token-2"}}, test.token}))
			u := fraudUpdate(t)
			u.LeaveBy = time.Now().Add(test.leaveIn)
			if test.again {
				failed := failedUpdate(t, c, u)
				if !strings.HasPrefix(kinds(failed), "too-late") || !failed.MayRepeat {
					t.Errorf("got %s, %v", kinds(failed), failed)
				}
			} else {
				_ = updated(t, c, u)
			}
			if sent != len(test.statuses) {
				t.Errorf("%d were sent, want %d", sent, len(test.statuses))
			}
		})
	})
}
