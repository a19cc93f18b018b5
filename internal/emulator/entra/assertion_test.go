// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func keyAndCertificate(t *testing.T) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key := expect.Must(rsa.GenerateKey(rand.Reader, 2048))(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "app"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der := expect.Must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))(t)
	cert := expect.Must(x509.ParseCertificate(der))(t)
	return key, cert
}

// withAssertion replaces the secret of a form with an assertion.
func withAssertion(form url.Values, assertion string) url.Values {
	form.Del("client_secret")
	form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	form.Set("client_assertion", assertion)
	return form
}

func sign(t *testing.T, method jwt.SigningMethod, key any, cert *x509.Certificate,
	claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	if cert != nil {
		sum := sha256.Sum256(cert.Raw)
		token.Header["x5t#S256"] = base64.StdEncoding.EncodeToString(sum[:])
	}
	return expect.Must(token.SignedString(key))(t)
}

func TestCertificate_MustBeRegisteredAndTheAssertionRight(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	key, cert := keyAndCertificate(t)
	_, unknown := keyAndCertificate(t)
	c.Server.RegisterCertificate(cert)
	claims := func(change func(jwt.MapClaims)) jwt.MapClaims {
		out := jwt.MapClaims{
			"aud": c.Server.AuthorityURL() + "/" + c.Server.TenantID() + "/oauth2/v2.0/token",
			"iss": c.Server.ClientID(), "sub": c.Server.ClientID(),
			"exp": time.Now().Add(time.Minute).Unix(),
		}
		if change != nil {
			change(out)
		}
		return out
	}
	send := func(assertion string) emulatortest.Reply {
		return c.SignIn(withAssertion(c.Redemption(c.Server.RefreshToken()), assertion))
	}
	send(sign(t, jwt.SigningMethodPS256, key, cert, claims(nil))).Expect(t, http.StatusOK, "")
	type row struct {
		assertion string
		aadsts    int
	}
	expect.Each(t, map[string]row{
		"not registered": {sign(t, jwt.SigningMethodPS256, key, unknown, claims(nil)), 700027},
		"no thumbprint":  {sign(t, jwt.SigningMethodPS256, key, nil, claims(nil)), 700027},
		"other signature": {
			sign(t, jwt.SigningMethodHS256, []byte("guess"), cert, claims(nil)), 700027,
		},
		"other audience": {sign(t, jwt.SigningMethodPS256, key, cert,
			claims(func(m jwt.MapClaims) { m["aud"] = "https://x.example" })), 700023},
		"expired": {sign(t, jwt.SigningMethodPS256, key, cert,
			claims(func(m jwt.MapClaims) { m["exp"] = 1 })), 700024},
		"no JWT": {"garbage", 700027},
	}, func(t *testing.T, test row) {
		send(test.assertion).ExpectSignInError(t, 401, test.aadsts, "invalid_client")
	})
}

func TestFederated_IssuerSubjectAndAudienceMustFit(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	key, _ := keyAndCertificate(t)
	const issuer, subject, audience = "https://token.actions.example",
		"repo:contoso/fraud:ref:refs/heads/main", "api://AzureADTokenExchange"
	other, _ := keyAndCertificate(t)
	send := func(c *emulatortest.Client, key any, iss, sub, aud string,
		exp time.Time) emulatortest.Reply {
		claims := jwt.MapClaims{"iss": iss, "sub": sub, "aud": aud, "exp": exp.Unix()}
		assertion := sign(t, jwt.SigningMethodRS256, key, nil, claims)
		return c.SignIn(withAssertion(c.Redemption(c.Server.RefreshToken()), assertion))
	}
	soon := time.Now().Add(time.Minute)
	send(c, key, issuer, subject, audience, soon).ExpectSignInError(t, 401, 700211, "invalid_client")
	c.Server.AllowFederated(issuer, subject, audience, &key.PublicKey)
	send(c, key, issuer, subject, audience, soon).Expect(t, http.StatusOK, "")
	send(c, key, "https://other.example", subject, audience, soon).ExpectSignInError(t, 401, 700211,
		"invalid_client")
	send(c, key, issuer, "repo:contoso/fraud:pull_request", audience, soon).ExpectSignInError(t, 401,
		700213, "invalid_client")
	send(c, key, issuer, subject, "api://other", soon).ExpectSignInError(t, 401, 700212,
		"invalid_client")
	send(c, key, issuer, subject, audience, time.Unix(1, 0)).ExpectSignInError(t, 401, 700024,
		"invalid_client")
	send(c, other, issuer, subject, audience, soon).ExpectSignInError(t, 401, 70021, "invalid_client")

	unchecked := emulatortest.Start(t)
	unchecked.Server.AllowFederated(issuer, subject, audience)
	send(unchecked, other, issuer, subject, audience, soon).Expect(t, http.StatusOK, "")
}
