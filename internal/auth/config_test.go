// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

func TestNewTokenSource_MistakesInTheConfiguration(t *testing.T) {
	t.Parallel()
	valid := func() auth.Config {
		return auth.Config{TenantID: "contoso.onmicrosoft.com", ClientID: clientID,
			Credential: secretCredential(t), RefreshToken: configuredRT}
	}
	tests := map[string]struct {
		spoil   func(*auth.Config)
		setting string
		want    string
	}{
		"nobody signs in": {func(c *auth.Config) { c.RefreshToken = " \n" }, "refresh_token",
			"`refresh_token` is missing"},
		"line break in refresh token": {func(c *auth.Config) { c.RefreshToken = "0.refresh\n-token" },
			"refresh_token", "after 9 characters"},
		"quoted refresh token": {func(c *auth.Config) { c.RefreshToken = `"0.refresh"` },
			"refresh_token", "quotation mark"},
		"access token with Bearer": {func(c *auth.Config) { c.AccessToken = "Bearer access-ready" },
			"access_token", "begins with \"Bearer\""},
		"access token with a break": {func(c *auth.Config) { c.AccessToken = "access\u00a0ready" },
			"access_token", "after 6 characters"},
		"no tenant": {func(c *auth.Config) { c.TenantID = "" }, "tenant_id",
			"`tenant_id` is missing"},
		"tenant common": {func(c *auth.Config) { c.TenantID = "common" }, "tenant_id",
			"must be a GUID or a domain"},
		"tenant with a path": {func(c *auth.Config) { c.TenantID = "a.com/../b" }, "tenant_id",
			"must be a GUID or a domain"},
		"tenant with an empty label": {func(c *auth.Config) { c.TenantID = "a..com" }, "tenant_id",
			"must be a GUID or a domain"},
		"no client": {func(c *auth.Config) { c.ClientID = "" }, "client_id",
			"`client_id` is missing"},
		"client by name": {func(c *auth.Config) { c.ClientID = "my app" }, "client_id",
			"must be a GUID"},
		"client in braces": {func(c *auth.Config) { c.ClientID = "{" + clientID + "}" },
			"client_id", "must be a GUID"},
		"authority over HTTP": {func(
			c *auth.Config) {
			c.AuthorityHost = "http://127.0.0.1:8443"
		}, "authority_host", "https://host"},
		"authority without scheme": {func(
			c *auth.Config) {
			c.AuthorityHost = "login.microsoftonline.us"
		}, "authority_host", "https://host"},
		"authority with a path": {func(
			c *auth.Config) {
			c.AuthorityHost = "https://login.example/x"
		}, "authority_host", "without user name, path"},
		"authority with a user": {func(c *auth.Config) {
			c.AuthorityHost = "https://u:" +
				clientSecret + "@h"
		}, "authority_host", "without user name"},
		"authority unparsable": {func(c *auth.Config) { c.AuthorityHost = "https://h:port" },
			"authority_host", "https://host"},
	}
	for name, test := range tests {
		cfg := valid()
		if _, err := auth.NewTokenSource(cfg); err != nil {
			t.Fatalf("the configuration to spoil is not valid: %v", err)
		}
		test.spoil(&cfg)
		_, err := auth.NewTokenSource(cfg)
		var mistake *anatomy.Mistake
		if !errors.As(err, &mistake) {
			t.Errorf("%s: got %v, want an *anatomy.Mistake", name, err)
			continue
		}
		if string(mistake.Setting) != test.setting || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got setting %s, error %v", name, mistake.Setting, err)
		}
		assertNoSecret(t, err)
	}
}

func TestNewTokenSource_DropsWhatCopyingAdds(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	cfg := server.config(t)
	cfg.AuthorityHost += "/ "
	cfg.TenantID += "\n"
	cfg.ClientID = " " + clientID
	credential, err := auth.SecretCredential(clientSecret + "\r\n")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Credential = credential
	cfg.RefreshToken = "\n" + configuredRT + " \n"
	mustToken(t, newSource(t, cfg), auth.TokenRequest{}, accessToken(1))
	form := server.Forms()[0]
	if form.Get("refresh_token") != configuredRT || form.Get("client_secret") != clientSecret ||
		form.Get("client_id") != clientID {
		t.Error("the token request holds white space")
	}
}

func TestCheckSetting(t *testing.T) {
	t.Parallel()
	tests := []struct {
		setting, good, bad string
	}{
		{"environment", "china", "germany"},
		{"tenant_id", "contoso.com\n", "common"},
		{"client_id", clientID, "my app"},
		{"authority_host", "https://login.microsoftonline.us", "http://login.microsoftonline.us"},
		{"refresh_token", configuredRT, "two words"},
		{"access_token", "opaque", "Bearer opaque"},
		{"oidc_token", "opaque", "Bearer opaque"},
		{"oidc_request_token", "opaque", "two words"},
		{"client_certificate", "-----BEGIN CERTIFICATE-----", "/path/to/app.pfx"},
	}
	for _, test := range tests {
		if err := auth.CheckSetting(test.setting, test.good); err != nil {
			t.Errorf("%s %q: %v", test.setting, test.good, err)
		}
		var mistake *anatomy.Mistake
		if err := auth.CheckSetting(test.setting, test.bad); !errors.As(err, &mistake) ||
			string(mistake.Setting) != test.setting {
			t.Errorf("%s %q: got %v", test.setting, test.bad, err)
		}
	}
	if err := auth.CheckSetting("max_retries", "anything"); err != nil {
		t.Errorf("a setting without a rule: %v", err)
	}
}
