// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package credential creates the proof that a request comes from the app, and not from somebody who
// only has the user's refresh token. The proof is a client secret, a certificate, or the OIDC token
// of a platform. Choose takes the first kind that is configured.
package credential

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

// Credential proves that a request comes from the app. It does not depend on how the user signed
// in. The zero value stands for a public client, which has nothing to prove. Secret,
// FromCertificate, FederatedToken, FederatedTokenFile, GitHub and AzureDevOps create values without
// making a request.
type Credential struct {
	kind  string
	proof entra.Proof
	get   assertion // nil if proof is complete without it
}

// assertion gets a fresh OIDC token for the app. It is called once for each token request.
type assertion func(ctx context.Context, client *http.Client) (string, *auth.Error)

// Description is the kind of the credential: "client secret", "certificate", "federated token",
// "federated token file", "GitHub Actions", "Azure DevOps service connection" or "none (public
// client)".
func (c Credential) Description() string {
	return cmp.Or(c.kind, "none (public client)")
}

// String keeps secrets out of formatted output.
func (c Credential) String() string { return "credential.Credential(" + c.Description() + ")" }

// GoString keeps secrets out of %#v.
func (c Credential) GoString() string { return c.String() }

// Proof returns the credential's part of an entra.App. client sends the credential's own requests.
func (c Credential) Proof(client *http.Client) entra.Proof {
	proof := c.proof
	proof.Public = c.kind == ""
	if c.get != nil {
		proof.MSAL = confidential.NewCredFromAssertionCallback(
			func(ctx context.Context, _ confidential.AssertionRequestOptions) (string, error) {
				token, err := c.get(ctx, client)
				if err != nil {
					return "", err
				}
				return token, nil
			})
	}
	return proof
}

// Secret returns a credential with a client secret. The error is an *anatomy.Mistake.
func Secret(secret string) (Credential, error) {
	secret = trimLineEnd(secret)
	if secret == "" {
		return Credential{}, anatomy.Wrong("is empty").
			Do("Set it to the secret's value, or remove it for a public client.").
			At(anatomy.ClientSecret, "")
	}
	credential, err := confidential.NewCredFromSecret(secret)
	if err != nil {
		return Credential{}, anatomy.Wrong("cannot be used as a client secret").
			At(anatomy.ClientSecret, "")
	}
	return Credential{kind: "client secret",
		proof: entra.Proof{MSAL: credential, Secrets: []string{secret}}}, nil
}

// trimLineEnd drops the line end that a secret read from a file may have. It keeps spaces, which
// may belong to the secret.
func trimLineEnd(secret string) string { return strings.Trim(secret, "\r\n") }
