// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// everyCredential configures each kind, with a secret value and a public origin.
func everyCredential() Settings {
	from := func(origin string) Setting {
		return Setting{Value: "client~secret~value",
			Origin: origin}
	}
	return Settings{
		ClientCertificate:              from("client_certificate"),
		ClientCertificatePath:          from("PARTNERCENTER_CLIENT_CERTIFICATE_PATH"),
		ClientCertificatePassword:      from("client_certificate_password"),
		ClientSecret:                   from("ARM_CLIENT_SECRET"),
		OIDCToken:                      from("oidc_token"),
		OIDCTokenFilePath:              from("ARM_OIDC_TOKEN_FILE_PATH"),
		ADOPipelineServiceConnectionID: from("ado_pipeline_service_connection_id"),
		OIDCRequestURL:                 from("oidc_request_url"),
		OIDCRequestToken:               from("ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
	}
}

func TestChoose_TakesTheFirstConfiguredKind(t *testing.T) {
	t.Parallel()
	settings := everyCredential()
	none := Setting{}
	steps := []struct {
		method  string
		origins []string
		remove  func()
	}{
		{"client_certificate", []string{"client_certificate", "client_certificate_password"},
			func() { settings.ClientCertificate = none }},
		{"client_certificate", []string{"PARTNERCENTER_CLIENT_CERTIFICATE_PATH",
			"client_certificate_password"}, func() { settings.ClientCertificatePath = none }},
		{"client_secret", []string{"ARM_CLIENT_SECRET"},
			func() { settings.ClientSecret = Setting{Value: " \n", Origin: "client_secret"} }},
		{"oidc_token", []string{"oidc_token"}, func() { settings.OIDCToken = none }},
		{"oidc_token_file_path", []string{"ARM_OIDC_TOKEN_FILE_PATH"},
			func() { settings.OIDCTokenFilePath = none }},
		{
			"ado_pipeline_service_connection_id",
			[]string{"ado_pipeline_service_connection_id", "oidc_request_url",
				"ACTIONS_ID_TOKEN_REQUEST_TOKEN"},
			func() { settings.ADOPipelineServiceConnectionID = none },
		},
		{"oidc_request_url", []string{"oidc_request_url", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"},
			func() { settings.OIDCRequestURL = none }},
		{"none", nil, func() {}},
	}
	for _, step := range steps {
		choice := expect.Must(Choose(settings))(t)
		expect.Equal(t, "choice", []any{step.method, step.origins}, []any{choice.Method, choice.Origins})
		if text := fmt.Sprintf("%v %+v %#v", settings, settings, settings.ClientSecret); strings.Contains(
			text, "client~secret") {
			t.Errorf("the settings show a secret: %s", text)
		}
		step.remove()
	}
}

// Build platforms set these for every step of a job, so they may be meant for another provider.
func TestChoose_AmbientVariablesCountOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	ambient := func(name string) Setting { return Setting{Value: "https://x", Origin: name} }
	hcp := Settings{OIDCToken: ambient("TFC_WORKLOAD_IDENTITY_TOKEN")}
	gitHub := Settings{
		OIDCRequestURL:   ambient("ACTIONS_ID_TOKEN_REQUEST_URL"),
		OIDCRequestToken: ambient("ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
	}
	azureDevOps := Settings{OIDCRequestURL: ambient("SYSTEM_OIDCREQUESTURI"),
		OIDCRequestToken: ambient("SYSTEM_ACCESSTOKEN")}
	connected := azureDevOps
	connected.ADOPipelineServiceConnectionID = Setting{Value: "id",
		Origin: "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"}
	explicit := Settings{OIDCToken: Setting{Value: "t", Origin: "ARM_OIDC_TOKEN"}}
	tests := map[string]struct {
		settings             Settings
		unset, asked, denied string
	}{
		"HCP Terraform":  {hcp, "none", "oidc_token", "none"},
		"GitHub Actions": {gitHub, "none", "oidc_request_url", "none"},
		"Azure DevOps":   {azureDevOps, "none", "use_oidc: Azure DevOps", "none"},
		"Azure DevOps with service connection": {connected, "ado_pipeline_service_connection_id",
			"ado_pipeline_service_connection_id", "none"},
		"a token of our own": {explicit, "oidc_token", "oidc_token", "none"},
		"nothing":            {Settings{}, "none", "use_oidc: GitHub Actions", "none"},
	}
	for name, test := range tests {
		for _, use := range []struct {
			oidc *bool
			want string
		}{{nil, test.unset}, {&yes, test.asked}, {&no, test.denied}} {
			test.settings.UseOIDC = use.oidc
			choice, err := Choose(test.settings)
			setting, part, isMistake := strings.Cut(use.want, ": ")
			if !isMistake {
				if err != nil || choice.Method != use.want {
					t.Errorf("%s: got %q and %v, want %q", name, choice.Method, err, use.want)
				}
				continue
			}
			wantMistake(t, name, err, setting, part)
		}
	}
}

func TestChoice_NewCreatesTheChosenCredential(t *testing.T) {
	t.Parallel()
	c := newCertificate(t, time.Now().Add(time.Hour))
	from := func(value string) Setting { return Setting{Value: value, Origin: "test"} }
	for want, settings := range map[string]Settings{
		"certificate": {ClientCertificatePath: from(" " + writeFile(t, []byte(c.bundle(t))) +
			"\n")},
		"client secret":        {ClientSecret: from("secret")},
		"federated token":      {OIDCToken: from("token")},
		"federated token file": {OIDCTokenFilePath: from("/none")},
		"GitHub Actions": {OIDCRequestURL: from("https://github.example.com"),
			OIDCRequestToken: from("token")},
		"none (public client)": {},
		"Azure DevOps service connection": {
			ADOPipelineServiceConnectionID: from("id"), OIDCRequestURL: from("https://dev.example.com"),
			OIDCRequestToken: from("token"),
		},
	} {
		choice := expect.Must(Choose(settings))(t)
		credential, err := choice.New()
		if err != nil || credential.Description() != want {
			t.Errorf("got %s and %v, want %s", credential, err, want)
		}
	}
}

// Choose never falls back to the next kind.
func TestChoice_MistakeInTheChosenOneIsTheError(t *testing.T) {
	t.Parallel()
	settings := everyCredential()
	settings.ClientCertificate = Setting{}
	choice := expect.Must(Choose(settings))(t)
	_, err := choice.New()
	wantMistake(t, "chosen", err, "client_certificate_path", "")
}
