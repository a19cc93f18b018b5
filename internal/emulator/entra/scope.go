// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"cmp"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

type scopeRequest struct {
	resource      string
	scopes        []string // of the resource, as asked
	openID        bool
	profile       bool
	offlineAccess bool
}

// knownResources are the APIs that the tenant knows.
func knownResources() []string {
	return []string{
		world.PartnerCenterResource,
		"https://partner.partnercenterapi.microsoftonline.cn",
		"https://api.partner.microsoft.com",
		world.GraphResource,
		"https://graph.microsoft.us",
		"https://management.azure.com",
	}
}

// permissionOf is the permission that has consent; empty if any has.
func permissionOf(resource string) string {
	switch resource {
	case world.PartnerCenterResource:
		return world.PartnerCenterPermission
	case world.GraphResource, "https://graph.microsoft.us":
		return world.GraphPermission
	default:
		return ""
	}
}

// parseScope reads a scope parameter: OpenID Connect's own scopes, and those of one resource.
func parseScope(text string) (scopeRequest, *signInError) {
	var out scopeRequest
	for _, scope := range strings.Fields(text) {
		switch scope {
		case "openid":
			out.openID = true
			continue
		case "profile", "email":
			out.profile = true
			continue
		case "offline_access":
			out.offlineAccess = true
			continue
		}
		i := strings.LastIndex(scope, "/")
		if i < 0 {
			return out, refuse(70011)
		}
		resource, permission := strings.TrimSuffix(scope[:i], "/"), scope[i+1:]
		if !slices.Contains(knownResources(), resource) {
			return out, refuse(500011)
		}
		if out.resource != "" && out.resource != resource {
			return out, refuse(28000)
		}
		if known := permissionOf(resource); permission != ".default" && known != "" &&
			permission != known {
			return out, refuse(65001)
		}
		out.resource = resource
		out.scopes = append(out.scopes, scope)
	}
	return out, nil
}

// isDefault asks for whatever has consent, so that a missing consent shows only in the token.
func (q scopeRequest) isDefault() bool {
	return !slices.ContainsFunc(q.scopes, func(scope string) bool {
		return !strings.HasSuffix(scope, "/.default")
	})
}

// orElse uses the resource of an earlier sign-in if none is requested.
func (q scopeRequest) orElse(granted []string) scopeRequest {
	if q.resource == "" {
		earlier, refusal := parseScope(strings.Join(granted, " "))
		if refusal == nil {
			q.resource, q.scopes = earlier.resource, earlier.scopes
		}
	}
	return q
}

// echo returns the scope of a reply: every granted scope except offline_access.
func (q scopeRequest) echo() string {
	scopes := slices.Clone(q.scopes)
	permission := cmp.Or(permissionOf(q.resource), world.PartnerCenterPermission)
	if named := q.resource + "/" + permission; q.resource != "" && !slices.Contains(scopes, named) {
		scopes = append(scopes, named)
	}
	if q.openID {
		scopes = append(scopes, "openid")
	}
	if q.profile {
		scopes = append(scopes, "profile", "email")
	}
	return strings.Join(scopes, " ")
}
