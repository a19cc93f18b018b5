// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestClient_KeepsTheCauseWhenRenewingFails(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(401, `{"code":"400","description":"Access denied."}`))
	cause := errors.New("the refresh token has expired")
	source := &tokens{values: []string{"token-1"}, err: cause}
	failed := failedList(t, newClient(t, s, withTokens(source)), fraud.Query{})
	if failed.StatusCode != 401 || !errors.Is(failed, cause) {
		t.Errorf("got %v", failed)
	}
	expect.Contains(t, failed.Error(),
		`code 400 ("Access denied."): signing in failed: the refresh token has expired`)
}

// A renewed token has no more MFA than the previous one.
func TestClient_ARefusalForMissingMFAIsNotRenewed(t *testing.T) {
	t.Parallel()
	expect.Each(t, map[string]http.HandlerFunc{
		"documented, in the reason phrase": rawReply(crlf(sample(t, "43-mfa-required-401.http"))),
		"code 900421":                      reply(401, `{"code":"900421","description":"x"}`),
		"code 10001, a number":             reply(401, `{"code":10001}`),
		"in the body":                      reply(401, `{"description":"MFA required."}`),
	}, func(t *testing.T, answer http.HandlerFunc) {
		source := &tokens{values: []string{"token-1", "token-2"}}
		failed := failedList(t, newClient(t, serve(t, answer), withTokens(source)), fraud.Query{})
		if failed.StatusCode != 401 || len(source.asked) != 1 {
			t.Errorf("got %v", failed)
		}
		expect.Contains(t, failed.Advice.String(), "multifactor")
	})
}
