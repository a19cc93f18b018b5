// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// tokenRequest is a request to the token endpoint. It is served under Server.mu.
type tokenRequest struct {
	form      url.Values
	tenant    string
	authority string // the server's own URL as the client knows it
	app       *app
	now       time.Time
}

func (q *tokenRequest) get(name string) string { return q.form.Get(name) }

// redemption is a successful grant, and what the reply shows of it.
type redemption struct {
	grant

	scope      scopeRequest
	newRefresh bool
	nonce      string
}

func (s *Server) serveToken(w http.ResponseWriter, r *http.Request, tenant string) {
	if err := r.ParseForm(); err != nil {
		s.writeSignInError(w, r, missingParameter("grant_type"))
		return
	}
	q := &tokenRequest{form: r.PostForm, tenant: tenant, authority: s.authorityOf(r), now: s.opts.Now()}
	var reply map[string]any
	var refusal *signInError
	err := s.changeDirectory(func() { reply, refusal = s.token(q) })
	if err != nil {
		e := knownSignInError(90033)
		refusal = &e
	}
	if refusal != nil {
		s.writeSignInError(w, r, *refusal)
		return
	}
	writeJSON(w, http.StatusOK, reply)
}

// token authenticates the app and redeems the grant.
func (s *Server) token(q *tokenRequest) (map[string]any, *signInError) {
	for _, name := range []string{"grant_type", "client_id"} {
		if q.get(name) == "" {
			e := missingParameter(name)
			return nil, &e
		}
	}
	if refusal := s.authenticateApp(q); refusal != nil {
		return nil, refusal
	}
	var redeem func(*tokenRequest) (redemption, *signInError)
	switch q.get("grant_type") {
	case "refresh_token":
		redeem = s.redeemRefreshToken
	case "authorization_code":
		redeem = s.redeemCode
	case "device_code", "urn:ietf:params:oauth:grant-type:device_code":
		redeem = s.redeemDeviceCode
	case "client_credentials":
		redeem = s.redeemAppItself
	default:
		return nil, refuse(70003)
	}
	got, refusal := redeem(q)
	if refusal != nil {
		return nil, refusal
	}
	got.tenant = q.tenant
	got.acrs = asksForChallenge(q.get("claims"))
	return s.tokenReply(q, got), nil
}

// tokenReply issues the tokens of a redemption.
func (s *Server) tokenReply(q *tokenRequest, got redemption) map[string]any {
	b := s.behaviour
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
		reply["scope"] = got.scope.echo()
	}
	if got.newRefresh && !b.NoRotation {
		reply["refresh_token"] = s.newRefreshToken(got.grant)
	}
	if got.scope.openID && !b.NoIDToken {
		reply["id_token"] = s.idToken(q, got)
	}
	if q.get("client_info") == "1" && !b.NoClientInfo {
		info, _ := json.Marshal(map[string]string{"uid": got.user.ObjectID, "utid": defaultTenantID})
		reply["client_info"] = base64.RawURLEncoding.EncodeToString(info)
	}
	return reply
}

func (s *Server) idToken(q *tokenRequest, got redemption) string {
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

// scopeRequest is a parsed scope parameter.
type scopeRequest struct {
	resource      string
	scopes        []string // of the resource, as asked
	openID        bool
	profile       bool
	offlineAccess bool
}

// knownResources are the APIs that the tenant knows.
func knownResources() []string {
	return []string{
		partnerCenterResource,
		"https://partner.partnercenterapi.microsoftonline.cn",
		"https://api.partner.microsoft.com",
		"https://graph.microsoft.com",
		"https://management.azure.com",
	}
}

// parseScope reads a scope parameter: OpenID Connect's own scopes, and those of one resource.
func parseScope(text string) (scopeRequest, *signInError) {
	var out scopeRequest
	for _, scope := range strings.Fields(text) {
		switch scope {
		case "openid":
			out.openID = true
			continue
		case "profile", "email":
			out.profile = true
			continue
		case "offline_access":
			out.offlineAccess = true
			continue
		}
		i := strings.LastIndex(scope, "/")
		if i < 0 {
			return out, refuse(70011)
		}
		resource, permission := strings.TrimSuffix(scope[:i], "/"), scope[i+1:]
		if !slices.Contains(knownResources(), resource) {
			return out, refuse(500011)
		}
		if out.resource != "" && out.resource != resource {
			return out, refuse(28000)
		}
		if permission != ".default" && resource == partnerCenterResource && permission != userImpersonation {
			return out, refuse(65001)
		}
		out.resource = resource
		out.scopes = append(out.scopes, scope)
	}
	return out, nil
}

// orElse takes the resource of an earlier sign-in when none is asked for.
func (q scopeRequest) orElse(granted []string) scopeRequest {
	if q.resource == "" {
		earlier, refusal := parseScope(strings.Join(granted, " "))
		if refusal == nil {
			q.resource, q.scopes = earlier.resource, earlier.scopes
		}
	}
	return q
}

// echo is the scope of a reply: every scope that was granted, but never offline_access.
func (q scopeRequest) echo() string {
	scopes := slices.Clone(q.scopes)
	if named := q.resource + "/" + userImpersonation; q.resource != "" && !slices.Contains(scopes, named) {
		scopes = append(scopes, named)
	}
	if q.openID {
		scopes = append(scopes, "openid")
	}
	if q.profile {
		scopes = append(scopes, "profile", "email")
	}
	return strings.Join(scopes, " ")
}

// asksForChallenge reports whether a claims parameter carries what the API's challenge asked for.
func asksForChallenge(claims string) bool {
	var asked struct {
		AccessToken struct {
			ACRs struct {
				Value string `json:"value"`
			} `json:"acrs"`
		} `json:"access_token"`
	}
	return json.Unmarshal([]byte(claims), &asked) == nil && asked.AccessToken.ACRs.Value == challengeValue
}

func refuse(aadsts int) *signInError {
	e := knownSignInError(aadsts)
	return &e
}

func missingParameter(name string) signInError {
	e := knownSignInError(900144)
	e.text = "The request body must contain the following parameter: '" + name + "'."
	return e
}
