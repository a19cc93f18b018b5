// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"net/http"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// ClientCredential proves that a request comes from the app. It has nothing to do with how the user
// signed in. The zero value is none: a public client has nothing to prove. Values come from
// SecretCredential, CertificateCredential, FederatedTokenCredential, FederatedTokenFileCredential,
// GitHubCredential and AzureDevOpsCredential. None of these asks anybody.
type ClientCredential struct {
	kind string
	bind func(client *http.Client) clientCredential
}

// Description is the kind of the credential: "client secret", "certificate", "federated token",
// "federated token file", "GitHub Actions", "Azure DevOps service connection" or "none (public
// client)".
func (c ClientCredential) Description() string {
	if c.bind == nil {
		return "none (public client)"
	}
	return c.kind
}

// String keeps secrets out of formatted output.
func (c ClientCredential) String() string {
	return "auth.ClientCredential(" + c.Description() +
		")"
}

// GoString keeps secrets out of %#v.
func (c ClientCredential) GoString() string { return c.String() }

// clientCredential is a ClientCredential with the HTTP client that its own requests go through.
type clientCredential struct {
	public   bool // there is nothing to prove, and msal is not used
	msal     confidential.Credential
	secrets  []string  // what must not appear in an error
	notAfter time.Time // the end of a certificate; zero for other kinds
}

// bound connects the credential with the HTTP client.
func (c ClientCredential) bound(client *http.Client) clientCredential {
	if c.bind == nil {
		return clientCredential{public: true}
	}
	return c.bind(client)
}

// fixed makes a credential that needs no requests of its own.
func fixed(kind string, credential clientCredential) ClientCredential {
	return ClientCredential{kind: kind,
		bind: func(*http.Client) clientCredential { return credential }}
}

// SecretCredential is a client secret. The error is a *anatomy.Mistake.
func SecretCredential(secret string) (ClientCredential, error) {
	secret = trimLineEnd(secret)
	if secret == "" {
		return ClientCredential{}, anatomy.Wrong("is empty").
			Do("Set it to the secret's value, or leave it out for a public client.").
			At(anatomy.ClientSecret, "")
	}
	credential, err := confidential.NewCredFromSecret(secret)
	if err != nil {
		return ClientCredential{}, anatomy.Wrong("cannot be used as a client secret").
			At(anatomy.ClientSecret, "")
	}
	return fixed("client secret", clientCredential{msal: credential, secrets: []string{secret}}), nil
}
