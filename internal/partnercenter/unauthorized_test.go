// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"encoding/base64"
	"errors"
	"net/http"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
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

func TestClient_AnswersAClaimsChallenge(t *testing.T) {
	t.Parallel()
	claims := `{"access_token":{"nbf":{"essential":true,"value":"1700000000"},"x":"~~??>>"}}`
	for name, encoding := range map[string]*base64.Encoding{
		"standard": base64.StdEncoding, "raw": base64.RawStdEncoding, "URL": base64.URLEncoding,
		"raw URL": base64.RawURLEncoding,
	} {
		challenge := `WWW-Authenticate: Bearer realm="", authorization_uri="https://login.test/a, b", ` +
			`error="insufficient_claims", claims="` + encoding.EncodeToString([]byte(claims)) + `"`
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, reply(401, "", challenge), reply(503, ""), reply(200, "[]"))
			source := &tokens{values: []string{"token-1", "token-2"}}
			_ = listed(t, newClient(t, s, withTokens(source)), fraud.Query{})
			expect.Equal(t, "requests for tokens", []auth.TokenRequest{{},
				{Rejected: "token-1", Claims: claims}, {Rejected: "token-1"}}, source.asked)
		})
	}
}

func TestClient_AChallengeThatCannotBeReadIsAPlainRefusal(t *testing.T) {
	t.Parallel()
	for _, challenge := range []string{
		`Bearer error="insufficient_claims", claims="***"`,
		`Bearer error="insufficient_claims", claims="bm90IEpTT04="`,
		`Bearer error="invalid_token", claims="e30="`,
		`Bearer error="insufficient_claims"`,
		`OAuth realm=urn:cpsvc:cpid:1`,
	} {
		s := serve(t, reply(401, "", "WWW-Authenticate: "+challenge), reply(200, "[]"))
		source := &tokens{values: []string{"token-1", "token-2"}}
		_ = listed(t, newClient(t, s, withTokens(source)), fraud.Query{})
		expect.Equal(t, challenge, "", source.asked[1].Claims)
	}
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
