// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package backend turns settings into a sign-in, a client, and the fraud events of the service. The
// provider and the companion command share it.
package backend

import (
	"context"
	"errors"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Options are a program's additions to the settings. The zero value is usable.
type Options struct {
	UserAgent       string
	ObserveExchange func(ctx context.Context, e transport.Exchange) // may be nil
	ObserveSignIn   func(ctx context.Context, e signin.Redemption)  // may be nil
	ObserveRetry    func(ctx context.Context, r transport.Retry)    // may be nil
	Warn            func(ctx context.Context, message string)       // may be nil
}

// Connection is the result of the settings. Creating one makes no call: signing in waits for the
// first use.
type Connection struct {
	Tokens auth.TokenSource // of API
	Events fraud.Events     // of API

	// API is the service of the events.
	API settings.API

	// PartnerCenter calls the other areas of Partner Center. It obeys read_only.
	PartnerCenter *partnercenter.Client

	// PartnerCenterTokens are for Partner Center at PartnerCenterURL, whatever the API of the events.
	PartnerCenterTokens auth.TokenSource
	PartnerCenterURL    string

	// Graph returns the client of Microsoft Graph. Only its calls need a token for Graph. The error
	// says that Graph has nothing for partners in this cloud.
	Graph func() (*graph.Client, error)

	// GraphTokens are for Microsoft Graph at GraphURL, and nil in a cloud without it.
	GraphTokens auth.TokenSource
	GraphURL    string

	// CorrelationID is sent with all calls.
	CorrelationID string

	// Method and Credential name the settings that decided how the user and the app sign in:
	// "refresh_token", "client_certificate". Credential is "none" for a public client, and empty if no
	// app signs in.
	Method, Credential string

	// BaseURL is the address of the API, configured or that of the cloud, and Service the audience of
	// its tokens.
	BaseURL string
	Service auth.Audience

	// Environment names the cloud: "global", "usgovernment", or "china".
	Environment string

	// Origins names the origin of each value in use, by setting: the name of an attribute, a flag or a
	// variable.
	Origins map[string]string

	// HTTPClient calls other hosts. It does not retry.
	HTTPClient *http.Client

	// Roots are the trusted root certificates.
	Roots transport.Roots

	askMFA   func(context.Context) *bool // whether the service has seen MFA; nil if it does not say
	identity *identity                   // for the events
	areas    *identity                   // for the other areas of Partner Center
	tenantID string                      // as configured
}

// Connect creates a token source and a client. It reads the files that the settings name now,
// except for OIDC tokens. The error is an [anatomy.Mistake].
func Connect(s settings.Settings, o Options) (*Connection, error) {
	c, err := connect(s, o)
	if err != nil {
		return nil, located(s, err)
	}
	return c, nil
}

// AuthConfig returns the configuration of a sign-in, for a program that signs in a user itself. It
// requires no user source. The error is an [anatomy.Mistake].
func AuthConfig(s settings.Settings, o Options) (signin.Config, error) {
	client, _, err := httpClient(s, o)
	if err != nil {
		return signin.Config{}, located(s, err)
	}
	config, err := authConfig(s, o, client)
	if err == nil {
		_, config.Credential, err = appCredential(s)
	}
	if err != nil {
		return signin.Config{}, located(s, err)
	}
	return config, nil
}

func connect(s settings.Settings, o Options) (*Connection, error) {
	client, roots, err := httpClient(s, o)
	if err != nil {
		return nil, err
	}
	config, err := authConfig(s, o, client)
	if err != nil {
		return nil, err
	}
	var choice credential.Choice
	if needsApp(s) {
		if choice, config.Credential, err = appCredential(s); err != nil {
			return nil, err
		}
	}
	signIn, err := signin.New(config)
	if err != nil {
		return nil, err
	}
	tokens := &identity{TokenSource: signIn.For(config.Cloud.PartnerCenter())}
	base := s.Text("base_url")
	if base == "" {
		base = config.Cloud.BaseURL
	}
	calls, err := partnercenter.NewClient(partnercenter.Config{
		BaseURL:       base,
		Tokens:        tokens,
		HTTPClient:    client,
		Audience:      config.Cloud.Resource,
		Retry:         retry(s, o),
		ClassicEvents: !s.NewEventsModel,
		ReadOnly:      s.ReadOnly,
		Warn:          o.Warn,
	})
	if err != nil {
		return nil, anatomy.MistakeAt(anatomy.BaseURL, "", err)
	}
	ofGraph, err := graphClient(s, o, config.Cloud, signIn, client)
	if err != nil {
		return nil, err
	}
	method := tokens.Description().Method
	made := &Connection{
		API: s.API, Service: config.Cloud.PartnerCenter(),
		PartnerCenterTokens: tokens, PartnerCenterURL: base,
		Tokens: tokens, Events: calls.FraudEvents(), PartnerCenter: calls, Graph: ofGraph,
		CorrelationID: calls.CorrelationID(), askMFA: calls.AskMFA,
		Method: method, Credential: choice.Method, BaseURL: base, Environment: config.Cloud.Name,
		HTTPClient: client, Roots: roots,
		Origins:  origins(s, method, choice),
		identity: tokens, areas: tokens, tenantID: config.TenantID,
	}
	if service, err := config.Cloud.Graph(); err == nil {
		made.GraphTokens, made.GraphURL = signIn.For(service), graphURL(s, config.Cloud)
	}
	if s.API == settings.Graph {
		err = made.useGraph(s, o, config.Cloud, signIn)
	}
	return made, err
}

func httpClient(s settings.Settings, o Options) (*http.Client, transport.Roots, error) {
	path := s.Text("ca_bundle_path")
	bundle, err := readFile(anatomy.CABundlePath, path)
	if err != nil {
		return nil, transport.Roots{}, err
	}
	if bundle, err = files.PEM(bundle); err == nil && len(bundle) == 0 && path != "" {
		err = errors.New("it contains no certificate")
	}
	if err != nil {
		return nil, transport.Roots{}, bundleError(path, err)
	}
	client, err := transport.New(transport.Options{CABundle: bundle, UserAgent: o.UserAgent,
		Observe: o.ObserveExchange})
	var proxy *anatomy.Mistake
	if err != nil && !errors.As(err, &proxy) {
		err = bundleError(path, err)
	}
	if err != nil {
		return nil, transport.Roots{}, err
	}
	roots, err := transport.ReadRoots(bundle)
	return client, roots, err
}

func bundleError(path string, err error) error {
	return anatomy.Wrong("must name a file that contains only PEM certificates, but %v (%s)", err,
		anatomy.Path(path)).At(anatomy.CABundlePath, "")
}

func retry(s settings.Settings, o Options) transport.RetryPolicy {
	return transport.RetryPolicy{MaxRetries: s.MaxRetries, Retrying: o.ObserveRetry}
}

// authConfig returns the configuration without the client credential.
func authConfig(s settings.Settings, o Options, client *http.Client) (signin.Config, error) {
	cloud, err := auth.LookupCloud(s.Text("environment"))
	if err != nil {
		return signin.Config{}, err
	}
	clientID, err := content(s, "client_id")
	if err != nil {
		return signin.Config{}, err
	}
	refreshToken, err := content(s, "refresh_token")
	if err != nil {
		return signin.Config{}, err
	}
	return signin.Config{
		Cloud:          cloud,
		AuthorityHost:  s.Text("authority_host"),
		TenantID:       s.Text("tenant_id"),
		ClientID:       clientID.Value,
		AccessToken:    s.Text("access_token"),
		RefreshToken:   refreshToken.Value,
		TokenCachePath: s.Text("token_cache_path"),
		UseCLI:         s.UseCLI,

		NoCredentialNote: s.IgnoredARM(settings.ClientCredentials()...),

		HTTPClient: retry(s, o).Client(client),
		Observe:    o.ObserveSignIn,
		Warn:       o.Warn,
	}, nil
}

// needsApp is false for a ready access token and for the Azure CLI. A broken client credential in
// the environment is then irrelevant.
func needsApp(s settings.Settings) bool {
	chain := s.Text("refresh_token") + s.Text("refresh_token_file_path") + s.Text("token_cache_path")
	return s.Text("access_token") == "" && (chain != "" || !s.UseCLI)
}

// appCredential chooses and creates the client credential.
func appCredential(s settings.Settings) (credential.Choice, credential.Credential, error) {
	secret, err := content(s, "client_secret")
	if err != nil {
		return credential.Choice{}, credential.Credential{}, err
	}
	choice, err := credential.Choose(credential.Settings{
		ClientCertificate:              from(s, "client_certificate"),
		ClientCertificatePath:          from(s, "client_certificate_path"),
		ClientCertificatePassword:      from(s, "client_certificate_password"),
		ClientSecret:                   secret,
		UseOIDC:                        s.UseOIDC,
		OIDCToken:                      from(s, "oidc_token"),
		OIDCTokenFilePath:              from(s, "oidc_token_file_path"),
		OIDCRequestURL:                 from(s, "oidc_request_url"),
		OIDCRequestToken:               from(s, "oidc_request_token"),
		ADOPipelineServiceConnectionID: from(s, "ado_pipeline_service_connection_id"),
		Getenv:                         s.Getenv,
	})
	if err != nil {
		return choice, credential.Credential{}, err
	}
	made, err := choice.New()
	return choice, made, err
}
