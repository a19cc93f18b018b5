// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

func TestNew_MistakesInTheConfiguration(t *testing.T) {
	t.Parallel()
	valid := func() signin.Config {
		return signin.Config{TenantID: "contoso.onmicrosoft.com", ClientID: clientID,
			Credential: secretCredential(t), RefreshToken: configuredRT}
	}
	for _, test := range []struct{ field, value, setting, want string }{
		{"RefreshToken", " \n", "refresh_token", "`refresh_token` is missing"},
		{"RefreshToken", "0.refresh\n-token", "refresh_token", "after 9 characters"},
		{"RefreshToken", `"0.refresh"`, "refresh_token", "quotation mark"},
		{"AccessToken", "Bearer access-ready", "access_token", "begins with \"Bearer\""},
		{"AccessToken", "access\u00a0ready", "access_token", "after 6 characters"},
		{"TenantID", "", "tenant_id", "`tenant_id` is missing"},
		{"TenantID", "common", "tenant_id", "must be a GUID or a domain"},
		{"TenantID", "a.com/../b", "tenant_id", "must be a GUID or a domain"},
		{"TenantID", "a..com", "tenant_id", "must be a GUID or a domain"},
		{"TenantID", "0.AXwAb4B59sJ" + strings.Repeat("x", 40), "tenant_id",
			"must be a GUID or a domain name, got a text of 53 characters"},
		{"ClientID", "", "client_id", "`client_id` is missing"},
		{"ClientID", "my app", "client_id", "must be a GUID"},
		{"ClientID", "{" + clientID + "}", "client_id", "must be a GUID"},
		{"AuthorityHost", "http://127.0.0.1:8443", "authority_host", "https://host"},
		{"AuthorityHost", "login.microsoftonline.us", "authority_host", "https://host"},
		{"AuthorityHost", "https://login.example/x", "authority_host", "without a user name, path"},
		{"AuthorityHost", "https://u:" + clientSecret + "@h", "authority_host", "without a user name"},
		{"AuthorityHost", "https://h:port", "authority_host", "https://host"},
	} {
		cfg := valid()
		expect.Must(signin.New(cfg))(t)
		reflect.ValueOf(&cfg).Elem().FieldByName(test.field).SetString(test.value)
		_, err := signin.New(cfg)
		wantMistake(t, err, test.setting, test.want)
	}
}

func TestNew_DropsCharactersThatCopyingAdds(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	cfg := server.config(t)
	cfg.AuthorityHost += "/ "
	cfg.TenantID += "\n"
	cfg.ClientID = " " + clientID
	cfg.Credential = expect.Must(credential.Secret(clientSecret + "\r\n"))(t)
	cfg.RefreshToken = "\n" + configuredRT + " \n"
	mustToken(t, newSource(t, cfg), auth.TokenRequest{}, accessToken(1))
	form := server.Forms()[0]
	if form.Get("refresh_token") != configuredRT || form.Get("client_secret") != clientSecret ||
		form.Get("client_id") != clientID {
		t.Error("the token request holds white space")
	}
}
