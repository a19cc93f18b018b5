// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"net/http"
	"strings"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// assertion gets a fresh OIDC token that speaks for the app. It is called once for each token
// request.
type assertion func(ctx context.Context, client *http.Client) (string, *Error)

// federated makes a credential of an assertion. secrets must not appear in an error.
func federated(kind string, get assertion, secrets ...string) ClientCredential {
	return ClientCredential{kind: kind, bind: func(client *http.Client) clientCredential {
		callback := func(ctx context.Context, _ confidential.AssertionRequestOptions) (string, error) {
			token, err := get(ctx, client)
			if err != nil {
				return "", err
			}
			return token, nil
		}
		return clientCredential{msal: confidential.NewCredFromAssertionCallback(callback),
			secrets: secrets}
	}}
}

// FederatedTokenCredential is an OIDC token that the surroundings hand over, for example HCP
// Terraform in TFC_WORKLOAD_IDENTITY_TOKEN. read is called for every assertion, as such tokens live
// for minutes only.
func FederatedTokenCredential(read func() string) ClientCredential {
	const operation = "use the OIDC token as client credential"
	return federated("federated token", func(context.Context, *http.Client) (string, *Error) {
		return checkedAssertion(operation, anatomy.OIDCToken, read())
	})
}

// FederatedTokenFileCredential is a file with an OIDC token, for example that of AKS or GitLab. It
// is read again for every assertion, as whoever writes it replaces the token before it expires.
func FederatedTokenFileCredential(path string) ClientCredential {
	operation := "use the OIDC token in the file " + path + " as client credential"
	return federated("federated token file", func(context.Context, *http.Client) (string, *Error) {
		content, err := files.ReadText(path)
		if err != nil {
			return "", &Error{
				Operation: operation, Problem: anatomy.Say("%v", err), Err: err,
				Advice: anatomy.Say("Check %v, and that this user may read the file.",
					anatomy.OIDCTokenFilePath),
			}
		}
		return checkedAssertion(operation, anatomy.OIDCTokenFilePath, string(content))
	})
}

// checkedAssertion finds what is plainly no token before it is sent anywhere.
func checkedAssertion(operation string, setting anatomy.Key, token string) (string, *Error) {
	token = strings.TrimSpace(token)
	mistake := checkToken(token)
	switch {
	case token == "":
		mistake = anatomy.Wrong("is empty")
	case IsPlaceholder(token):
		mistake = anatomy.Wrong("is an unreplaced placeholder")
	}
	if mistake != nil {
		return "", &Error{Operation: operation, Problem: anatomy.Say("the token %v", mistake.What),
			Advice: anatomy.Say("Check %v.", setting)}
	}
	return token, nil
}
