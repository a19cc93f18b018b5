// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud/eventstest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// The emulator's Graph, in every form that is not documented, is a backend.
func TestGraphAlerts_OnTheEmulatorAreABackend(t *testing.T) {
	t.Parallel()
	for name, behave := range map[string]func(b *emulator.Behaviour){
		"by default":          func(*emulator.Behaviour) {},
		"filters are refused": func(b *emulator.Behaviour) { b.GraphFilter = "refused" },
		"filters are ignored": func(b *emulator.Behaviour) { b.GraphFilter = "ignored" },
		"some filters":        func(b *emulator.Behaviour) { b.GraphFilterOnly = "subscriptionId" },
		"exact filters":       func(b *emulator.Behaviour) { b.GraphFilterExactCase = true },
		"pages by number":     func(b *emulator.Behaviour) { b.GraphNextLink = "skip" },
		"no content":          func(b *emulator.Behaviour) { b.GraphUpdateReply = "no_content" },
		"flags as text":       func(b *emulator.Behaviour) { b.GraphIsTestText = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eventstest.Run(t, func(t *testing.T) eventstest.World { return onEmulator(t, behave) })
		})
	}
}

func onEmulator(t *testing.T, behave func(b *emulator.Behaviour)) eventstest.World {
	t.Helper()
	s := expect.Must(emulator.Start(emulator.Options{}))(t)
	t.Cleanup(func() {
		expect.Equal(t, "violations", 0, len(s.Violations()))
		expect.NoError(t, s.Close())
	})
	s.SetBehaviour(func(b *emulator.Behaviour) {
		b.GraphAlertsPageSize = 5
		behave(b)
	})
	return eventstest.World{
		Events:   emulatedClient(t, s).SecurityAlerts(),
		PageSize: 5,
		Add: func(subscriptionID, eventID string) {
			e := emulator.NewEvent(subscriptionID, "of-partner-center-"+eventID)
			e.GraphID = eventID
			s.Inject(e)
		},
		Forget: s.RemoveSubscription,
		LoseAnswer: func(applied bool) {
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert, Drop: true, AfterEffect: applied})
		},
		Throttle: func(wait time.Duration) {
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert,
				Status: http.StatusTooManyRequests, RetryAfter: strconv.Itoa(int(wait.Seconds()))})
		},
		Updates: func() int {
			// A batch also counts its parts.
			if n := s.Count(emulator.KindBatch); n > 0 {
				return n
			}
			return s.Count(emulator.KindUpdateAlert)
		},
	}
}

func emulatedClient(t *testing.T, s *emulator.Server) *graph.Client {
	t.Helper()
	cloud := expect.Must(auth.LookupCloud(""))(t)
	roots := expect.Must(transport.New(transport.Options{CABundle: s.CACertPEM()}))(t)
	return expect.Must(graph.NewClient(graph.Config{BaseURL: s.GraphURL(),
		Service: expect.Must(cloud.GraphAlerts())(t), HTTPClient: roots,
		Tokens: sameToken(s.AccessToken(emulator.WithAudience(cloud.GraphURL))),
		Retry: transport.RetryPolicy{MaxRetries: 6,
			MinWait: time.Millisecond, MaxWait: time.Millisecond}}))(t)
}

// sameToken is a source of one token.
type sameToken string

func (t sameToken) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: string(t), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

func (sameToken) Description() auth.Description { return auth.Description{Method: "access_token"} }
