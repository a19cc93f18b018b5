// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// CheckAuthorityHost accepts "https://host[:port]" only, because secrets are sent there.
func CheckAuthorityHost(host string) error {
	u, err := url.Parse(host)
	if err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil &&
		strings.Trim(u.Path, "/") == "" && !strings.ContainsAny(host, "?#") {
		return nil
	}
	// The error does not repeat the value, which could hold a user name and password.
	return anatomy.Wrong("must have the form https://host or https://host:port, without a user "+
		"name, path, or query").Do("For example, use https://login.microsoftonline.us.").
		At(anatomy.AuthorityHost, "")
}

// CheckTenantID accepts one tenant by GUID or domain. With a value such as "common", the token's
// own tenant would decide.
func CheckTenantID(tenantID string) error {
	switch {
	case tenantID == "":
		return anatomy.Wrong("is missing: a refresh token is redeemed at the partner's own tenant").
			Do("Set it to the tenant's GUID or domain.").At(anatomy.TenantID, "")
	case IsGUID(tenantID), isDomain(tenantID):
		return nil
	default:
		return anatomy.Wrong("must be a GUID or a domain name, got %s", anatomy.Given(tenantID,
			slices.Contains(anyTenant(), tenantID))).
			Do("Use the partner's own tenant; \"common\" and \"organizations\" do not work.").
			At(anatomy.TenantID, "")
	}
}

// anyTenant are the names that stand for the tenant of whoever signs in.
func anyTenant() []string { return []string{"common", "organizations", "consumers"} }

// CheckClientID accepts the application (client) id, which is always a GUID.
func CheckClientID(clientID string) error {
	switch {
	case clientID == "":
		return anatomy.Wrong("is missing: a refresh token works only for the app that it "+
			"was issued to").Do("Set it to that app's application (client) id.").At(anatomy.ClientID, "")
	case IsGUID(clientID):
		return nil
	default:
		return anatomy.Wrong("must be a GUID, got %s", anatomy.Given(clientID, false)).
			Do("Use the application (client) id of the app registration, not its name.").
			At(anatomy.ClientID, "")
	}
}

// CheckToken finds common mistakes in copying a token. Entra ID's tokens consist of visible ASCII
// only.
func CheckToken(token string) *anatomy.Mistake {
	if strings.HasPrefix(token, `"`) {
		return anatomy.Wrong("begins with a quotation mark").
			Do("Remove the quotation marks (jq omits them with -r).")
	}
	if prefix, _, found := strings.Cut(token, " "); found && strings.EqualFold(prefix, "Bearer") {
		return anatomy.Wrong("begins with \"Bearer\"").Do("Remove the prefix.")
	}
	for position, char := range token {
		if char <= ' ' || char > '~' {
			return anatomy.Wrong("contains white space or another character that no token has, after %d "+
				"characters", position).
				Do("Copy the whole token again: it was probably wrapped or cut when it was copied.")
		}
	}
	return nil
}

// IsGUID reports whether the text is a GUID without braces.
func IsGUID(s string) bool { return len(s) == 36 && uuid.Validate(s) == nil }

func isDomain(s string) bool {
	// A refresh token can look like a name, except for its end.
	const longestEnd = 24
	if len(s) > 253 || !strings.Contains(s, ".") || len(s)-strings.LastIndex(s, ".") > longestEnd+1 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.Trim(strings.ToLower(label),
			"abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return true
}
