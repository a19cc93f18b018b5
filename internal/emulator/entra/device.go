// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto/rand"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

const deviceCodeLife = 15 * time.Minute

// serveDeviceCode begins a sign-in on another device.
func (s *SignIn) serveDeviceCode(w http.ResponseWriter, r *http.Request, _ string) {
	if err := r.ParseForm(); err != nil || r.PostForm.Get("client_id") == "" {
		s.writeSignInError(w, r, missingParameter("client_id"))
		return
	}
	scope, refusal := parseScope(r.PostForm.Get("scope"))
	a := s.app(r.PostForm.Get("client_id"))
	if a == nil {
		refusal = refuse(700016)
	}
	if refusal != nil {
		s.writeSignInError(w, r, refusal)
		return
	}
	device := &deviceCode{
		clientID: a.ClientID,
		userCode: rand.Text()[:9],
		scope:    scope,
		expires:  s.world.Now().Add(deviceCodeLife),
	}
	s.mu.Lock()
	text := s.remember("DAQABAAEAAA" + randomText(60))
	s.devices[text] = device
	s.mu.Unlock()
	uri := s.authorityOf(r) + s.devicePage
	harness.WriteJSON(w, http.StatusOK, map[string]any{
		"user_code":        device.userCode,
		"device_code":      text,
		"verification_uri": uri,
		"expires_in":       int(deviceCodeLife / time.Second),
		"interval":         5,
		"message": "To sign in, use a web browser to open the page " + uri + " and enter the code " +
			device.userCode + " to authenticate.",
	})
}

// redeemDeviceCode serves the polls for a device code.
func (s *SignIn) redeemDeviceCode(q *tokenRequest) (redemption, *signInError) {
	device := s.devices[q.get("device_code")]
	if device == nil || device.clientID != q.app.ClientID || device.used {
		return redemption{}, refuse(70018)
	}
	device.polls++
	if after := s.behaviour().DeviceAutoApprove; after > 0 && device.polls >= after && !device.denied {
		device.approved = true
	}
	switch {
	case !q.now.Before(device.expires):
		return redemption{}, refuse(70020)
	case device.denied:
		return redemption{}, refuse(70019)
	case !device.approved:
		return redemption{}, refuse(70016)
	}
	device.used = true
	g := grant{user: s.directory.userWithRole(defaultRoles),
		mfa: s.behaviour().signsInWithMFA("")}
	return redeemed(q, g, device.scope, device.scope.offlineAccess)
}
