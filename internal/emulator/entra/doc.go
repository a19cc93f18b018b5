// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package entra is the window on the world through which users and apps sign in: the sign-in server
// of Entra ID.
//
// # Assumptions
//
// This is the whole list of what Entra ID's documentation does not say. Those with a name in
// brackets can be switched.
//
//   - Only the v2 endpoints exist. The tenants are the partner's own, by id or domain, "common" and
//     "organizations" (which mean it), and those of customers that have events. (parity:
//     sign-in-tenants, address-clouds)
//   - There is one confidential app and one public one. Their permissions on Partner Center and on
//     Microsoft Graph have consent [NoGraphConsent], the latter to read and to write
//     [GraphReadConsent]. Redirect URIs are http on loopback, with any port and path. (parity:
//     sign-in-graph, graph-permissions)
//   - The browser page signs the admin agent in without a question, with MFA [SignInMFA]. A device
//     code waits for approval [DeviceAutoApprove]. (parity: sign-in-mfa, sign-in-device)
//   - The scope of a reply holds every granted scope but offline_access [NoScopeEcho]. A
//     refresh_token grant always brings a new token [NoRotation]; other grants bring one when
//     offline_access was asked for. An old one stays valid for its 90 days [OneTimeRefreshTokens].
//     (parity: sign-in-scope-echo, sign-in-rotation, sign-in-old-token, sign-in-scope)
//   - An access token lives for an hour [TokenSeconds], and nothing asks the client to renew it
//     earlier [RefreshInSeconds]. An id_token and client_info come when they are asked for
//     [NoIDToken, NoClientInfo]. (parity: sign-in-token-life, sign-in-refresh-in, sign-in-id-token,
//     sign-in-client-info, sign-in-claims)
//   - An unknown refresh token is AADSTS9002313. Suberrors and claims of errors are the usual ones,
//     without a source. (parity: sign-in-errors)
//   - A federated token's signature is checked only against keys that were given to AllowFederated.
//     (parity: sign-in-federated)
package entra
