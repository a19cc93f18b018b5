// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"
)

// AppUse counts the calls of an app on one day, in UTC.
type AppUse struct {
	Day           string // 2006-01-02
	ApplicationID string
	All, MFA      int
}

// PrincipalWithoutMFA is a user who called without MFA.
type PrincipalWithoutMFA struct {
	ObjectID, TenantID, UPN string

	Last time.Time // the last such call
}

// MFA is what the service knows about the use of MFA. It is not stored on disk. Its methods are
// safe for concurrent use.
type MFA struct {
	now func() time.Time

	mu         sync.Mutex // guards the fields below
	apps       map[AppUse]*AppUse
	principals map[string]PrincipalWithoutMFA // by object id
}

// UserCall is an accepted call of a user.
type UserCall struct {
	ApplicationID, ObjectID, TenantID, UPN string

	MFA bool
}

func newMFA(now func() time.Time) *MFA {
	return &MFA{now: now, apps: map[AppUse]*AppUse{}, principals: map[string]PrincipalWithoutMFA{}}
}

// NoteCall records the MFA of an accepted call.
func (m *MFA) NoteCall(call UserCall) {
	now := m.now().UTC()
	m.mu.Lock()
	defer m.mu.Unlock()
	day := AppUse{Day: now.Format(time.DateOnly), ApplicationID: call.ApplicationID}
	if m.apps[day] == nil {
		use := day
		m.apps[day] = &use
	}
	m.apps[day].All++
	if call.MFA {
		m.apps[day].MFA++
		return
	}
	m.principals[call.ObjectID] = PrincipalWithoutMFA{ObjectID: call.ObjectID,
		TenantID: call.TenantID, UPN: call.UPN, Last: now}
}

// AppUses returns the use of every app and day, newest first.
func (m *MFA) AppUses() []AppUse {
	m.mu.Lock()
	defer m.mu.Unlock()
	var uses []AppUse
	for _, use := range m.apps {
		uses = append(uses, *use)
	}
	slices.SortFunc(uses, func(a, b AppUse) int {
		return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.ApplicationID, b.ApplicationID))
	})
	return uses
}

// PrincipalsWithoutMFA returns the users who called without MFA, by name.
func (m *MFA) PrincipalsWithoutMFA() []PrincipalWithoutMFA {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.principals), func(a, b PrincipalWithoutMFA) int {
		return cmp.Or(cmp.Compare(a.UPN, b.UPN), cmp.Compare(a.ObjectID, b.ObjectID))
	})
}
