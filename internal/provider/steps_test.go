// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// step is a change of event e1.
type step func(*testing.T, *emulator.Server)

func to(standings ...string) step {
	return func(t *testing.T, s *emulator.Server) {
		t.Helper()
		for _, standing := range standings {
			moveEvent(t, s, "e1", standing, colleague)
		}
	}
}

func gone(ids ...string) step {
	return func(t *testing.T, s *emulator.Server) { t.Helper(); ageOut(t, s, ids...) }
}

func forgotten(_ *testing.T, s *emulator.Server) { s.RemoveSubscription(subscriptionA) }

func behaving(change func(*emulator.Behaviour)) step {
	return func(_ *testing.T, s *emulator.Server) { s.SetBehaviour(change) }
}

// failing is a fault of the next write, through either API.
func failing(f emulator.Fault) step {
	return func(_ *testing.T, s *emulator.Server) {
		for _, kind := range []string{emulator.KindUpdate, emulator.KindUpdateAlert} {
			f.Kind = kind
			s.AddFault(f)
		}
	}
}

// losing loses the next write, and does something as soon as the event was read for it.
func losing(then step) step {
	return func(t *testing.T, s *emulator.Server) {
		t.Helper()
		failing(emulator.Fault{Drop: true})(t, s)
		var once sync.Once
		s.OnPage(func(string, int) { once.Do(func() { then(t, s) }) })
	}
}

// losingThenRefusing loses the next write, and refuses the one after it.
func losingThenRefusing(t *testing.T, s *emulator.Server) {
	t.Helper()
	failing(emulator.Fault{Drop: true})(t, s)
	failing(emulator.Fault{Status: 400, Code: "3000", Description: "No."})(t, s)
}

// injecting lists event e1, changed.
func injecting(changes ...func(*emulator.Event)) step {
	return func(_ *testing.T, s *emulator.Server) { s.Inject(alert("e1", changes...)) }
}

// respelled lists the event under an id that nearly is the one in the configuration.
func respelled(t *testing.T, s *emulator.Server) {
	t.Helper()
	ageOut(t, s, "e1")
	s.Inject(alert(subscriptionA + "_e1"))
}

// shifting removes the newest of 251 events while the next listing is between its first pages, so
// that event e1 is on none of them.
func shifting(t *testing.T, s *emulator.Server) {
	t.Helper()
	ageOut(t, s, "e2")
	for i := range 250 { // 100 of them newer than e1, which so is the first of the second page
		day := map[bool]int{true: 31, false: 1}[i < 100]
		newest := time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)
		s.Inject(alert(fmt.Sprintf("p%03d", i), detectedAt(
			newest.Add(-time.Duration(i)*time.Minute).Format("2006-01-02T15:04:05"))))
	}
	s.SetBehaviour(func(b *emulator.Behaviour) { b.MaxPageSize = 100 })
	var done atomic.Bool
	s.OnPage(func(_ string, page int) {
		if page == 1 && !done.Swap(true) {
			ageOut(t, s, "p000")
		}
	})
}

// refusing refuses Active. The switch of Graph is only about resolved events, so a fault does it.
func refusing() step {
	return func(_ *testing.T, s *emulator.Server) {
		s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = true })
		s.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert, Status: 400, Code: "BadRequest"})
	}
}

func hiding(_ *testing.T, s *emulator.Server) { hideWrites(s) }
