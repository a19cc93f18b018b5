// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
)

// FederatedToken returns a credential with an OIDC token that the environment provides, for example
// HCP Terraform in TFC_WORKLOAD_IDENTITY_TOKEN. It calls read for every assertion, because such
// tokens live for minutes only.
func FederatedToken(read func() string) Credential {
	const operation = "use the OIDC token as a client credential"
	return Credential{kind: "federated token",
		get: func(context.Context, *http.Client) (string, *auth.Error) {
			return checkedAssertion(operation, anatomy.OIDCToken, read())
		}}
}

// FederatedTokenFile returns a credential with an OIDC token in a file, for example that of AKS or
// GitLab. It reads the file again for every assertion, because the platform replaces the token
// before it expires.
func FederatedTokenFile(path string) Credential {
	operation := "use the OIDC token in the file " + anatomy.Path(path) + " as a client credential"
	read := func(context.Context, *http.Client) (string, *auth.Error) {
		content, err := files.ReadText(path)
		if err != nil {
			return "", &auth.Error{
				Operation: operation, Problem: anatomy.Say("%v", anatomy.Unreadable(err)), Err: err,
				Advice: anatomy.Say("Check %v, and that this user can read the file.",
					anatomy.OIDCTokenFilePath),
			}
		}
		return checkedAssertion(operation, anatomy.OIDCTokenFilePath, string(content))
	}
	return Credential{kind: "federated token file", get: read}
}

// checkedAssertion rejects a value that cannot be a token before it is sent anywhere.
func checkedAssertion(operation string, setting anatomy.Key, token string) (string, *auth.Error) {
	token = strings.TrimSpace(token)
	mistake := auth.CheckToken(token)
	switch {
	case token == "":
		mistake = anatomy.Wrong("is empty")
	case placeholder.Is(token):
		mistake = anatomy.Wrong("is an unreplaced placeholder")
	}
	if mistake != nil {
		return "", &auth.Error{Operation: operation, Advice: anatomy.Say("Check %v.", setting),
			Problem: anatomy.Say("the token %v", mistake.What)}
	}
	return token, nil
}
