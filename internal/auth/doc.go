// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package auth defines the outcome of signing in: a bearer token for an audience, or an error with
// advice. Partner Center accepts App+User tokens, whose user signed in with MFA. Callers of the
// service need this package alone; the packages below it get the tokens:
//
//	signin      who signs in: an access token, a refresh token, the Azure CLI's user; logins
//	credential  how the app proves who it is: a secret, a certificate, an OIDC token
//	tokencache  the file that keeps a chain of refresh tokens between runs
//	entra       one exchange with Entra ID, through MSAL, and what its refusals mean
//
// They know nothing of Terraform.
package auth
