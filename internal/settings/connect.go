// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Options are what a program adds to the settings. The zero value is usable.
type Options struct {
	UserAgent       string
	ObserveExchange func(ctx context.Context, e transport.Exchange) // may be nil
	ObserveSignIn   func(ctx context.Context, e auth.SignIn)        // may be nil
	Warn            func(ctx context.Context, message string)       // may be nil
}

// Connection is what the settings come to. Making one makes no call: signing in waits for the first use.
type Connection struct {
	Tokens auth.TokenSource
	Client *partnercenter.Client

	// Method and Credential are the settings that decided how the user, and how the app, signs in: "refresh_token",
	// "client_certificate". Credential is "none" for a public client, and empty where no app signs in.
	Method, Credential string

	// BaseURL is the address of the API, as configured or the cloud's.
	BaseURL string

	// Origins say where each value that counts came from, by setting: the name of an attribute, a flag or a variable.
	Origins map[string]string

	identity *identity
	tenantID string // as configured
}

// Connect makes a token source and a client. The files that the settings name are read now, except for OIDC tokens. The
// error is a *Problem.
func (s Settings) Connect(o Options) (*Connection, error) {
	c, err := s.connect(o)
	if err != nil {
		return nil, s.problem(err)
	}
	return c, nil
}

// AuthConfig is the configuration of a sign-in, for a program that signs in a user by itself. It wants no user source. The
// error is a *Problem.
func (s Settings) AuthConfig(o Options) (auth.Config, error) {
	httpClient, err := s.httpClient(o)
	if err != nil {
		return auth.Config{}, s.problem(err)
	}
	config, err := s.authConfig(o, httpClient)
	if err == nil {
		_, config.Credential, err = s.credential()
	}
	if err != nil {
		return auth.Config{}, s.problem(err)
	}
	return config, nil
}

func (s Settings) connect(o Options) (*Connection, error) {
	httpClient, err := s.httpClient(o)
	if err != nil {
		return nil, err
	}
	config, err := s.authConfig(o, httpClient)
	if err != nil {
		return nil, err
	}
	var choice auth.CredentialChoice
	if s.needsApp() {
		if choice, config.Credential, err = s.credential(); err != nil {
			return nil, err
		}
	}
	source, err := auth.NewTokenSource(config)
	if err != nil {
		return nil, err
	}
	tokens := &identity{TokenSource: source}
	base := s.Text("base_url")
	if base == "" {
		base = config.Cloud.BaseURL
	}
	client, err := partnercenter.NewClient(partnercenter.Config{
		BaseURL:       base,
		Tokens:        tokens,
		HTTPClient:    httpClient,
		Audience:      config.Cloud.Resource,
		Retry:         s.retry(),
		ClassicEvents: !s.NewEventsModel,
		Warn:          o.Warn,
	})
	if err != nil {
		return nil, err
	}
	method := source.Description().Method
	return &Connection{
		Tokens: tokens, Client: client, Method: method, Credential: choice.Method, BaseURL: base, Origins: s.origins(method, choice), identity: tokens, tenantID: config.TenantID,
	}, nil
}

func (s Settings) httpClient(o Options) (*http.Client, error) {
	path := s.Text("ca_bundle_path")
	bundle, err := readFile("ca_bundle_path", path)
	if err != nil {
		return nil, err
	}
	if bundle, err = files.PEM(bundle); err == nil && len(bundle) == 0 && path != "" {
		err = errors.New("no PEM certificate found")
	}
	if err != nil {
		return nil, bundleError(path, err)
	}
	client, err := transport.New(transport.Options{CABundle: bundle, UserAgent: o.UserAgent, Observe: o.ObserveExchange})
	var proxy *transport.ProxySettingError
	switch {
	case errors.As(err, &proxy):
		return nil, proxy
	case err != nil:
		return nil, bundleError(path, err)
	}
	return client, nil
}

func bundleError(path string, err error) error {
	what := strings.TrimPrefix(err.Error(), "CA bundle: ")
	return &auth.ConfigError{
		Setting: "ca_bundle_path",
		Message: fmt.Sprintf("%s (%s). Give a file of PEM certificates and nothing else.", what, path),
	}
}

func (s Settings) retry() transport.RetryPolicy {
	return transport.RetryPolicy{MaxRetries: s.MaxRetries}
}

// authConfig lacks the client credential.
func (s Settings) authConfig(o Options, httpClient *http.Client) (auth.Config, error) {
	cloud, err := auth.LookupCloud(s.Text("environment"))
	if err != nil {
		return auth.Config{}, err
	}
	clientID, err := s.content("client_id")
	if err != nil {
		return auth.Config{}, err
	}
	refreshToken, err := s.content("refresh_token")
	if err != nil {
		return auth.Config{}, err
	}
	return auth.Config{
		Cloud:          cloud,
		AuthorityHost:  s.Text("authority_host"),
		TenantID:       s.Text("tenant_id"),
		ClientID:       clientID.Value,
		AccessToken:    s.Text("access_token"),
		RefreshToken:   refreshToken.Value,
		TokenCachePath: s.Text("token_cache_path"),
		UseCLI:         s.UseCLI,

		NoCredentialNote: s.armIgnored(clientCredentials()...),

		HTTPClient: s.retry().Client(httpClient),
		Observe:    o.ObserveSignIn,
		Warn:       o.Warn,
	}, nil
}

// needsApp is false for a ready access token and for the Azure CLI: what is wrong with a client credential that happens
// to be around is then no business of ours.
func (s Settings) needsApp() bool {
	chain := s.Text("refresh_token") + s.Text("refresh_token_file_path") + s.Text("token_cache_path")
	return s.Text("access_token") == "" && (chain != "" || !s.UseCLI)
}

// credential chooses and makes the client credential.
func (s Settings) credential() (auth.CredentialChoice, auth.ClientCredential, error) {
	secret, err := s.content("client_secret")
	if err != nil {
		return auth.CredentialChoice{}, auth.ClientCredential{}, err
	}
	choice, err := auth.ChooseCredential(auth.CredentialSettings{
		ClientCertificate:              s.values["client_certificate"],
		ClientCertificatePath:          s.values["client_certificate_path"],
		ClientCertificatePassword:      s.values["client_certificate_password"],
		ClientSecret:                   secret,
		UseOIDC:                        s.UseOIDC,
		OIDCToken:                      s.values["oidc_token"],
		OIDCTokenFilePath:              s.values["oidc_token_file_path"],
		OIDCRequestURL:                 s.values["oidc_request_url"],
		OIDCRequestToken:               s.values["oidc_request_token"],
		ADOPipelineServiceConnectionID: s.values["ado_pipeline_service_connection_id"],
		Getenv:                         s.getenv,
	})
	if err != nil {
		return choice, auth.ClientCredential{}, err
	}
	credential, err := choice.New()
	return choice, credential, err
}

// problem puts an error on the setting that it is about.
func (s Settings) problem(err error) *Problem {
	var (
		configErr *auth.ConfigError
		proxy     *transport.ProxySettingError
	)
	if errors.As(err, &proxy) {
		return &Problem{Origin: proxy.Variable, Message: proxy.Problem}
	}
	if !errors.As(err, &configErr) {
		return &Problem{Setting: "base_url", Origin: s.Origin("base_url"), Message: err.Error()} // the client's, of its address
	}
	p := &Problem{Setting: configErr.Setting, Message: configErr.Message}
	if p.Origin = s.Origin(p.Setting); p.Origin == "" && s.Text(p.Setting+"_file_path") != "" {
		p.Setting += "_file_path"
		p.Origin = s.Origin(p.Setting)
	}
	if p.Setting == "tenant_id" && p.Origin == "" {
		p.Message = strings.TrimSpace(p.Message + " " + s.armIgnored("tenant_id"))
	}
	return p
}
