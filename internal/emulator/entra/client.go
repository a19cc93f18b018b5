// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto"
	"crypto/sha1" //nolint:gosec // the older one of Entra ID's two thumbprints uses SHA-1
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// authenticateApp finds the app and checks its credential: a secret, an assertion, or none for a
// public client.
func (s *SignIn) authenticateApp(q *tokenRequest) *signInError {
	for _, name := range []string{"client_secret", "client_assertion"} {
		s.remember(q.get(name))
	}
	q.app = s.directory.Apps[strings.ToLower(q.get("client_id"))]
	if q.app == nil {
		e := refuse(700016)
		e.text = "Application with identifier '" + q.get("client_id") +
			"' was not found in the directory."
		return e
	}
	secret, assertion := q.get("client_secret"), q.get("client_assertion")
	switch {
	case q.app.Public && (secret != "" || assertion != ""):
		return refuse(700025)
	case q.app.Public:
		return nil
	case assertion != "":
		return q.checkAssertion(assertion)
	case secret == "":
		return refuse(7000218)
	case subtle.ConstantTimeCompare([]byte(secret), []byte(q.app.Secret)) != 1:
		return refuse(7000215)
	}
	return nil
}

// checkAssertion accepts an assertion that the app signed with a registered certificate, or a
// federated token.
func (q *tokenRequest) checkAssertion(text string) *signInError {
	if q.get("client_assertion_type") != assertionType {
		return missingParameter("client_assertion_type")
	}
	var claims jwt.RegisteredClaims
	token, _, err := jwt.NewParser().ParseUnverified(text, &claims)
	if err != nil {
		return refuse(700027)
	}
	if claims.Issuer == q.app.ClientID {
		return q.checkCertificate(text, token)
	}
	return q.checkFederated(text, claims)
}

func (q *tokenRequest) checkCertificate(text string, token *jwt.Token) *signInError {
	i := slices.IndexFunc(q.app.certificates,
		func(cert *x509.Certificate) bool { return isNamed(cert, token.Header) })
	if i < 0 {
		return refuse(700027)
	}
	public := q.app.certificates[i].PublicKey
	base := q.authority + "/" + strings.ToLower(q.tenant)
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(text, &claims, func(*jwt.Token) (any, error) { return public, nil },
		jwt.WithValidMethods([]string{"PS256", "RS256"}), q.clock(), jwt.WithExpirationRequired(),
		jwt.WithIssuer(q.app.ClientID), jwt.WithSubject(q.app.ClientID),
		jwt.WithAudience(base+"/oauth2/v2.0/token", base+"/v2.0"))
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jwt.ErrTokenInvalidAudience):
		return refuse(700023)
	case errors.Is(err, jwt.ErrTokenExpired), errors.Is(err, jwt.ErrTokenNotValidYet):
		return refuse(700024)
	default:
		return refuse(700027)
	}
}

// isNamed reports whether a JWT's header names the certificate by one of its thumbprints, in either
// base64.
func isNamed(cert *x509.Certificate, header map[string]any) bool {
	sum256 := sha256.Sum256(cert.Raw)
	sum1 := sha1.Sum(cert.Raw) //nolint:gosec // see the import
	for name, sum := range map[string][]byte{"x5t#S256": sum256[:], "x5t": sum1[:]} {
		given, ok := header[name].(string)
		given = strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(given)
		if ok && given == base64.RawURLEncoding.EncodeToString(sum) {
			return true
		}
	}
	return false
}

// checkFederated compares issuer, subject and audience exactly, as Entra ID does.
func (q *tokenRequest) checkFederated(text string, claims jwt.RegisteredClaims) *signInError {
	match := q.app.federated
	for _, check := range []struct {
		aadsts int // if no federated credential passes
		fits   func(federation) bool
	}{
		{700211, func(f federation) bool { return f.issuer == claims.Issuer }},
		{700213, func(f federation) bool { return f.subject == claims.Subject }},
		{700212, func(f federation) bool { return slices.Contains(claims.Audience, f.audience) }},
	} {
		match = slices.DeleteFunc(slices.Clone(match), func(f federation) bool { return !check.fits(f) })
		if len(match) == 0 {
			return refuse(check.aadsts)
		}
	}
	if err := jwt.NewValidator(q.clock()).Validate(claims); err != nil {
		return refuse(700024)
	}
	for _, f := range match {
		if len(f.keys) == 0 || slices.ContainsFunc(f.keys,
			func(key crypto.PublicKey) bool { return verifies(text, key) }) {
			return nil
		}
	}
	return refuse(70021)
}

func verifies(text string, key crypto.PublicKey) bool {
	_, err := jwt.NewParser(jwt.WithoutClaimsValidation()).Parse(text,
		func(*jwt.Token) (any, error) { return key, nil })
	return err == nil
}
