// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/google/uuid"
)

// checkAuthorityHost accepts "https://host[:port]" only: secrets are sent there.
func checkAuthorityHost(host string) error {
	u, err := url.Parse(host)
	if err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil &&
		strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == "" {
		return nil
	}
	// The value is not repeated: it could hold a user name and password.
	return &ConfigError{
		Setting: "authority_host",
		Message: "it must have the form https://host or https://host:port, without user name, path or " +
			"query, for example https://login.microsoftonline.us.",
	}
}

// checkTenantID wants one tenant by GUID or domain. "common" and its kin would let the token's own
// tenant decide.
func checkTenantID(tenantID string) error {
	switch {
	case tenantID == "":
		return &ConfigError{
			Setting: "tenant_id",
			Message: "it is missing, and a refresh token is redeemed at the partner's own tenant. " +
				"Set `tenant_id` (PARTNERCENTER_TENANT_ID) to the tenant's GUID or domain.",
		}
	case isGUID(tenantID), isDomain(tenantID):
		return nil
	default:
		return &ConfigError{
			Setting: "tenant_id",
			Message: fmt.Sprintf("%q is neither a GUID nor a domain name. Give the partner's own tenant; "+
				"\"common\" and \"organizations\" do not work.", tenantID),
		}
	}
}

// checkClientID wants the application (client) id, which Entra ID makes a GUID.
func checkClientID(clientID string) error {
	switch {
	case clientID == "":
		return &ConfigError{
			Setting: "client_id",
			Message: "it is missing, and a refresh token works only for the app it was issued to. " +
				"Set `client_id` (PARTNERCENTER_CLIENT_ID) to that app's application (client) id.",
		}
	case isGUID(clientID):
		return nil
	default:
		return &ConfigError{
			Setting: "client_id",
			Message: fmt.Sprintf("%q is not a GUID. Give the application (client) id of the app "+
				"registration, not its name.", clientID),
		}
	}
}

// checkToken finds the usual slips in copying a token. Entra ID's tokens are one run of visible
// ASCII.
func checkToken(setting, token string) error {
	if strings.HasPrefix(token, `"`) {
		return &ConfigError{
			Setting: setting,
			Message: "it begins with a quotation mark. Give the bare value (jq prints it with -r).",
		}
	}
	if prefix, _, found := strings.Cut(token, " "); found && strings.EqualFold(prefix, "Bearer") {
		return &ConfigError{Setting: setting, Message: "it begins with \"Bearer\". Give the token alone."}
	}
	for position, char := range token {
		if char <= ' ' || char > '~' {
			return &ConfigError{
				Setting: setting,
				Message: fmt.Sprintf("there is white space or another character that no token has after %d "+
					"characters. "+
					"Give the token in one piece: it was probably wrapped or cut when it was copied.", position),
			}
		}
	}
	return nil
}

func isGUID(s string) bool { return len(s) == 36 && uuid.Validate(s) == nil }

func isDomain(s string) bool {
	if len(s) > 253 || !strings.Contains(s, ".") {
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
