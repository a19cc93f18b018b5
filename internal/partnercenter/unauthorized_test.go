// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestClient_KeepsTheCauseWhenRenewingFails(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(401, `{"code":"400","description":"Access denied."}`))
	cause := errors.New("the refresh token has expired")
	source := &tokens{values: []string{"token-1"}, err: cause}
	_, err := list(t, newClient(t, s, withTokens(source)), fraud.Query{})
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || failed.StatusCode != 401 || !errors.Is(err, cause) ||
		!strings.Contains(err.Error(),
			`code 400 ("Access denied."): signing in failed: the refresh token has expired`) {
		t.Errorf("got %v", err)
	}
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
			if _, err := list(t, newClient(t, s, withTokens(source)),
				fraud.Query{}); err != nil {
				t.Fatal(err)
			}
			want := []auth.TokenRequest{{}, {Rejected: "token-1", Claims: claims}, {Rejected: "token-1"}}
			if diff := cmp.Diff(want, source.asked); diff != "" {
				t.Error(diff)
			}
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
		if _, err := list(t, newClient(t, s, withTokens(source)), fraud.Query{}); err != nil {
			t.Errorf("%s: %v", challenge, err)
		}
		if got := source.asked[1].Claims; got != "" {
			t.Errorf("%s: got claims %q", challenge, got)
		}
	}
}

// A renewed token has no more MFA than the one before.
func TestClient_ARefusalForMissingMFAIsNotRenewed(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"documented, in the reason phrase": crlf(sample(t, "43-mfa-required-401.http")),
		"code 900421": "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n" +
			`{"code":"900421","description":"The token lacks a claim."}`,
		"code 10001, a number": "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n" +
			`{"code":10001}`,
		"in the body": "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n" +
			`{"description":"MFA required."}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, rawReply(raw))
			source := &tokens{values: []string{"token-1", "token-2"}}
			_, err := list(t, newClient(t, s, withTokens(source)), fraud.Query{})
			var failed *partnercenter.Error
			if !errors.As(err, &failed) || failed.StatusCode != 401 || len(source.asked) != 1 ||
				!strings.Contains(failed.Advice.String(), "multifactor") {
				t.Errorf("got %v", err)
			}
		})
	}
}
