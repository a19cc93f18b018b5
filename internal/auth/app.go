// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// app is the registered application that signs in for the user.
type app struct {
	method         string // the setting that the user's half comes from, for example "refresh_token"
	authority      string // "https://host[:port]"
	tenantID       string
	clientID       string
	scope          string
	credential     clientCredential
	credentialKind string
	noCredential   anatomy.Text // Config.NoCredentialNote
	client         *http.Client
	now            func() time.Time
}

// newApp checks what every sign-in needs. method says where the user's half comes from.
func newApp(cfg Config, method string) (app, error) {
	for _, err := range []error{
		checkTenantID(cfg.TenantID),
		checkClientID(cfg.ClientID),
		checkAuthorityHost(cfg.AuthorityHost),
	} {
		if err != nil {
			return app{}, err
		}
	}
	client := guardedClient(cfg.HTTPClient)
	return app{
		method:         method,
		authority:      strings.TrimRight(cfg.AuthorityHost, "/"),
		tenantID:       cfg.TenantID,
		clientID:       cfg.ClientID,
		scope:          cfg.Cloud.scope(),
		credential:     cfg.Credential.bound(client),
		credentialKind: cfg.Credential.Description(),
		noCredential:   cfg.NoCredentialNote,
		client:         client,
		now:            cfg.Now,
	}, nil
}

// host is the authority's host as MSAL files it: lower case, with the port if there is one.
func (a app) host() string {
	u, err := url.Parse(strings.ToLower(a.authority))
	if err != nil {
		return "" // never: newApp has parsed it
	}
	return u.Host
}

func (a app) recordID() string { return recordID(a.host(), a.tenantID, a.clientID) }

// operation says in public terms what is tried.
func (a app) operation() string {
	return "sign in with " + a.method + " (tenant " + a.tenantID + ", client " + a.clientID + ")"
}
