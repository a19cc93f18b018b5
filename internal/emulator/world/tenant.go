// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

// The partner whose world this is. The ids are the documentation's own placeholders.
const (
	TenantID     = "df845f1a-7b35-40a2-ba78-6481de91f8ae"
	TenantDomain = "testtestpartner.onmicrosoft.com"
)

// Roles of users. A user may have several, separated by blanks.
const (
	// RoleAdminAgent may call the fraud events API. The API refuses users with another role with 403.
	RoleAdminAgent = "AdminAgent"
	// RoleGlobalAdmin is necessary, in addition, to cancel and reactivate Azure subscriptions.
	RoleGlobalAdmin = "GlobalAdministrator"
)

// Partner Center in the sign-in server: the audience of its tokens, and its one delegated
// permission.
const (
	PartnerCenterResource   = "https://api.partnercenter.microsoft.com"
	PartnerCenterPermission = "user_impersonation"
)

// Microsoft Graph in the sign-in server: the audience of its tokens, and the permissions that
// partner security needs, for users and for apps.
const (
	GraphResource  = "https://graph.microsoft.com"
	GraphRead      = "PartnerSecurity.Read.All"
	GraphReadWrite = "PartnerSecurity.ReadWrite.All" // includes GraphRead
)

// ChallengeValue is the authentication context in the API's claims challenge.
const ChallengeValue = "c1"
