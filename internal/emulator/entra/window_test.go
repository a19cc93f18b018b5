// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

func TestWindow_RefusesALargeBodyInEntrasShape(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := url.Values{"client_id": {strings.Repeat("x", harness.MaxBody)}}
	c.SignIn(form).ExpectSignInError(t, http.StatusRequestEntityTooLarge, 9002313, "invalid_grant")
}

func TestWindow_EveryPathSpeaksEntrasShapeAndIsNotThrottled(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.ThrottleCalls = 1 })
	keys := c.Request(http.MethodGet, "/common/discovery/v2.0/keys", "")
	c.Send(keys).Expect(t, http.StatusOK, "")
	c.Send(keys).Expect(t, http.StatusOK, "")
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindAny, Status: http.StatusServiceUnavailable})
	c.Send(keys).ExpectSignInError(t, http.StatusServiceUnavailable, 90033, "temporarily_unavailable")
}
