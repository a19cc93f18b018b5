// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud/eventstest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestFraudEvents_NewModelIsABackend(t *testing.T) {
	t.Parallel()
	eventstest.Run(t, func(t *testing.T) eventstest.World { return onEmulator(t) })
}

func TestFraudEvents_ClassicModelIsABackend(t *testing.T) {
	t.Parallel()
	eventstest.Run(t, func(t *testing.T) eventstest.World { return onEmulator(t, classic) })
}

func startEmulator(t *testing.T,
	change ...func(*partnercenter.Config)) (*emulator.Server, *partnercenter.Client) {
	t.Helper()
	s := expect.Must(emulator.Start(emulator.Options{PlainHTTPAPI: true}))(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	change = append(change, withTokens(&tokens{values: []string{s.AccessToken()}}))
	return s, newClientAt(t, s.BaseURL(), change...)
}

// onEmulator is Partner Center's backend on its own emulator.
func onEmulator(t *testing.T, change ...func(*partnercenter.Config)) eventstest.World {
	t.Helper()
	s, c := startEmulator(t, append(change, pageSize(5))...)
	return eventstest.World{
		Events:   c.FraudEvents(),
		PageSize: 5, Correlates: true,
		Add: func(subscriptionID, eventID string) {
			s.Inject(emulator.NewEvent(subscriptionID, eventID)) // of the mining type
		},
		Forget: s.RemoveSubscription,
		LoseAnswer: func(applied bool) {
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true, AfterEffect: applied})
		},
		Throttle: func(wait time.Duration) {
			s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: http.StatusTooManyRequests,
				RetryAfter: strconv.Itoa(int(wait.Seconds()))})
		},
		Updates: func() int { return s.Count(emulator.KindUpdate) },
	}
}
