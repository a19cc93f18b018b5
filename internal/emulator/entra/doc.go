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
//     "organizations" (which mean it), and those of customers that have events.
//   - There is one confidential app and one public one. Their permissions on Partner Center and on
//     Microsoft Graph, PartnerSecurity.Read.All, have consent [NoGraphConsent]. Redirect URIs are
//     http on loopback, with any port and path.
//   - The browser page signs the admin agent in without a question, with MFA [SignInMFA]. A device
//     code waits for approval [DeviceAutoApprove].
//   - The scope of a reply holds every granted scope but offline_access [NoScopeEcho]. A
//     refresh_token grant always brings a new token [NoRotation]; other grants bring one when
//     offline_access was asked for. An old one stays valid for its 90 days [OneTimeRefreshTokens].
//   - An access token lives for an hour [TokenSeconds], and nothing asks the client to renew it
//     earlier [RefreshInSeconds]. An id_token and client_info come when they are asked for
//     [NoIDToken, NoClientInfo].
//   - An unknown refresh token is AADSTS9002313. Suberrors and claims of errors are the usual ones,
//     without a source.
//   - A federated token's signature is checked only against keys that were given to AllowFederated.
package entra
