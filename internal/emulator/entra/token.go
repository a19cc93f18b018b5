// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

func (s *SignIn) serveToken(w http.ResponseWriter, r *http.Request, tenant string) {
	if err := r.ParseForm(); err != nil {
		s.writeSignInError(w, r, missingParameter("grant_type"))
		return
	}
	q := &tokenRequest{form: r.PostForm, tenant: tenant, authority: s.authorityOf(r),
		now: s.world.Now()}
	var reply map[string]any
	var refusal *signInError
	err := s.changeDirectory(func() { reply, refusal = s.token(q) })
	if err != nil {
		refusal = refuse(90033)
	}
	if refusal != nil {
		s.writeSignInError(w, r, refusal)
		return
	}
	harness.WriteJSON(w, http.StatusOK, reply)
}

func (s *SignIn) token(q *tokenRequest) (map[string]any, *signInError) {
	if refusal := q.require("grant_type", "client_id"); refusal != nil {
		return nil, refusal
	}
	if refusal := s.authenticateApp(q); refusal != nil {
		return nil, refusal
	}
	var redeem func(*tokenRequest) (redemption, *signInError)
	var refusal *signInError
	switch q.get("grant_type") {
	case "refresh_token":
		redeem, refusal = s.redeemRefreshToken, q.require("refresh_token")
	case "authorization_code":
		redeem, refusal = s.redeemCode, q.require("code")
	case "device_code", "urn:ietf:params:oauth:grant-type:device_code":
		redeem, refusal = s.redeemDeviceCode, q.require("device_code")
	case "client_credentials":
		redeem = s.redeemAppItself
	default:
		refusal = refuse(70003)
	}
	if refusal != nil {
		return nil, refusal
	}
	got, refusal := redeem(q)
	if refusal != nil {
		return nil, refusal
	}
	if got.user != nil && got.scope.lacksConsent(s.behaviour()) {
		return nil, refuse(65001)
	}
	got.tenant = q.tenant
	got.acrs = asksForChallenge(q.get("claims"))
	return s.tokenReply(q, got), nil
}

// require refuses a request that lacks one of the parameters.
func (q *tokenRequest) require(names ...string) *signInError {
	for _, name := range names {
		if q.get(name) == "" {
			return missingParameter(name)
		}
	}
	return nil
}

func (s *SignIn) tokenReply(q *tokenRequest, got redemption) map[string]any {
	b := s.behaviour()
	seconds := int(b.tokenLife() / time.Second)
	reply := map[string]any{
		"token_type":     "Bearer",
		"expires_in":     seconds,
		"ext_expires_in": seconds,
		"access_token":   s.mint(got.grant),
	}
	if b.RefreshInSeconds > 0 {
		reply["refresh_in"] = b.RefreshInSeconds
	}
	if got.user == nil {
		return reply
	}
	if !b.NoScopeEcho {
		reply["scope"] = got.scope.echo(b)
	}
	if got.newRefresh && !b.NoRotation {
		reply["refresh_token"] = s.newRefreshToken(got.grant)
	}
	if got.scope.openID && !b.NoIDToken {
		reply["id_token"] = s.idToken(q, got)
	}
	if q.get("client_info") == "1" && !b.NoClientInfo {
		info, _ := json.Marshal(map[string]string{"uid": got.user.ObjectID, "utid": world.TenantID})
		reply["client_info"] = base64.RawURLEncoding.EncodeToString(info)
	}
	return reply
}

func (s *SignIn) idToken(q *tokenRequest, got redemption) string {
	claims := jwt.MapClaims{
		"aud":                got.client.ClientID,
		"iss":                q.authority + "/" + q.tenant + "/v2.0",
		"iat":                q.now.Unix(),
		"nbf":                q.now.Unix(),
		"exp":                q.now.Add(time.Hour).Unix(),
		"name":               got.user.Name,
		"oid":                got.user.ObjectID,
		"preferred_username": got.user.UPN,
		"sub":                got.user.ObjectID,
		"tid":                q.tenant,
		"uti":                randomText(16),
		"ver":                "2.0",
	}
	if got.nonce != "" {
		claims["nonce"] = got.nonce
	}
	return s.sign(claims)
}

func asksForChallenge(claims string) bool {
	var asked struct {
		AccessToken struct {
			ACRs struct {
				Value string `json:"value"`
			} `json:"acrs"`
		} `json:"access_token"`
	}
	return json.Unmarshal([]byte(claims), &asked) == nil &&
		asked.AccessToken.ACRs.Value == world.ChallengeValue
}
