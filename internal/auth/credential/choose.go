// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"cmp"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

// Setting is a value and its origin: the name of an attribute or of an environment variable.
type Setting struct {
	Value  string // may be secret
	Origin string
}

// String shows the origin only.
func (s Setting) String() string {
	return "credential.Setting(from " + cmp.Or(s.Origin, "nowhere") + ")"
}

// GoString shows the origin only.
func (s Setting) GoString() string { return s.String() }

func (s Setting) given() bool { return strings.TrimSpace(s.Value) != "" }

// Settings holds every setting of a client credential. Fields are named like the settings.
type Settings struct {
	ClientCertificate              Setting // secret: a PFX in base64, or PEM, plain or in base64
	ClientCertificatePath          Setting
	ClientCertificatePassword      Setting // secret
	ClientSecret                   Setting // secret
	UseOIDC                        *bool   // nil if it is not set
	OIDCToken                      Setting // secret
	OIDCTokenFilePath              Setting
	OIDCRequestURL                 Setting
	OIDCRequestToken               Setting // secret
	ADOPipelineServiceConnectionID Setting

	// Getenv reads an OIDC token that came from an environment variable again for every assertion. If
	// nil, the value is reused.
	Getenv func(name string) string
}

// Choice is the choice of one kind of client credential. It reads nothing before New.
type Choice struct {
	// Method is the setting that decided: "client_certificate", "client_secret", "oidc_token",
	// "oidc_token_file_path", "ado_pipeline_service_connection_id", "oidc_request_url", or "none".
	Method string

	// Origins names the origin of each of its values.
	Origins []string

	build func() (Credential, error)
}

// New makes the credential. It may read a certificate's file but makes no request. The error is a
// *anatomy.Mistake.
func (c Choice) New() (Credential, error) {
	if c.build == nil {
		return Credential{}, nil
	}
	return c.build()
}

// ambientVariables are set by build platforms for any step of a job. They say nothing about this
// app, so they count only if use_oidc or the id of a service connection asks for them.
func ambientVariables() []string {
	return []string{
		"ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
		"SYSTEM_OIDCREQUESTURI", "SYSTEM_ACCESSTOKEN",
		"TFC_WORKLOAD_IDENTITY_TOKEN",
	}
}

// azureDevOpsURL is the variable of Azure DevOps, whose tokens need a service connection.
const azureDevOpsURL = "SYSTEM_OIDCREQUESTURI"

// Choose takes the first kind of client credential that is configured: certificate, secret, OIDC
// token, OIDC token file, Azure DevOps service connection, GitHub, none. It never falls back to the
// next kind: if the chosen one is broken, New or the first sign-in fails. The error is a
// *anatomy.Mistake.
func Choose(s Settings) (Choice, error) {
	switch {
	case s.ClientCertificate.given(), s.ClientCertificatePath.given():
		return s.certificate(), nil
	case s.ClientSecret.given():
		return chosen("client_secret",
			func() (Credential, error) { return Secret(s.ClientSecret.Value) },
			s.ClientSecret), nil
	case s.UseOIDC != nil && !*s.UseOIDC:
		return Choice{Method: "none"}, nil
	default:
		return s.oidc()
	}
}

func (s Settings) certificate() Choice {
	from := Certificate{Data: s.ClientCertificate.Value,
		Password: trimLineEnd(s.ClientCertificatePassword.Value)}
	where := s.ClientCertificate
	if !where.given() {
		from.Data, from.Path, where = "", strings.TrimSpace(s.ClientCertificatePath.Value),
			s.ClientCertificatePath
	}
	return chosen("client_certificate",
		func() (Credential, error) { return FromCertificate(from) }, where,
		s.ClientCertificatePassword)
}

func (s Settings) oidc() (Choice, error) {
	switch {
	case s.counts(s.OIDCToken):
		return chosen("oidc_token",
			func() (Credential, error) { return FederatedToken(s.readToken), nil }, s.OIDCToken), nil
	case s.counts(s.OIDCTokenFilePath):
		path := strings.TrimSpace(s.OIDCTokenFilePath.Value)
		return chosen("oidc_token_file_path",
			func() (Credential, error) { return FederatedTokenFile(path), nil },
			s.OIDCTokenFilePath), nil
	case s.ADOPipelineServiceConnectionID.given():
		return chosen("ado_pipeline_service_connection_id", func() (Credential, error) {
			return AzureDevOps(s.OIDCRequestURL.Value, s.OIDCRequestToken.Value,
				s.ADOPipelineServiceConnectionID.Value)
		}, s.ADOPipelineServiceConnectionID, s.OIDCRequestURL, s.OIDCRequestToken), nil
	case s.counts(s.OIDCRequestURL) && s.OIDCRequestURL.Origin != azureDevOpsURL:
		return chosen("oidc_request_url", func() (Credential, error) {
			return GitHub(s.OIDCRequestURL.Value, s.OIDCRequestToken.Value)
		}, s.OIDCRequestURL, s.OIDCRequestToken), nil
	case s.UseOIDC != nil:
		return Choice{}, s.noToken()
	default:
		return Choice{Method: "none"}, nil
	}
}

// counts reports whether a setting was meant for this app.
func (s Settings) counts(setting Setting) bool {
	return setting.given() && (s.UseOIDC != nil ||
		!slices.Contains(ambientVariables(), setting.Origin))
}

// noToken is the error when use_oidc is true but no setting provides a token.
func (s Settings) noToken() error {
	mistake := anatomy.Wrong("is true, but there is no OIDC token").
		Do("Set %v or %v.", anatomy.OIDCToken, anatomy.OIDCTokenFilePath).
		Do("In GitHub Actions, give the job `permissions: { id-token: write }`. In HCP Terraform, "+
			"set TFC_WORKLOAD_IDENTITY_AUDIENCE to %s.", entra.AssertionAudience)
	if s.OIDCRequestURL.Origin == azureDevOpsURL {
		mistake = anatomy.Wrong("is true, but an Azure DevOps pipeline gets an OIDC token only through "+
			"a service connection").Do("Set %v.", anatomy.ADOPipelineServiceConnectionID)
	}
	return mistake.At(anatomy.UseOIDC, "")
}

// readToken reads the token again if it came from an environment variable.
func (s Settings) readToken() string {
	if s.Getenv != nil {
		if value := s.Getenv(s.OIDCToken.Origin); value != "" {
			return value
		}
	}
	return s.OIDCToken.Value
}

func chosen(method string, build func() (Credential, error), from ...Setting) Choice {
	choice := Choice{Method: method, build: build}
	for _, setting := range from {
		if setting.given() {
			choice.Origins = append(choice.Origins, setting.Origin)
		}
	}
	return choice
}
