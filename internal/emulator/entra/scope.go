// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
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

// permissionsOf are the permissions that a resource has; nil if they do not matter here.
func permissionsOf(resource string) []string {
	switch {
	case resource == world.PartnerCenterResource:
		return []string{world.PartnerCenterPermission}
	case isGraph(resource):
		return []string{world.GraphRead, world.GraphReadWrite}
	default:
		return nil
	}
}

func isGraph(resource string) bool {
	return resource == world.GraphResource || resource == "https://graph.microsoft.us"
}

// consented are the permissions of a resource to which the tenant's administrator has consented.
func (b Behaviour) consented(resource string) []string {
	switch {
	case isGraph(resource) && b.NoGraphConsent:
		return nil
	case isGraph(resource) && b.GraphReadConsent:
		return []string{world.GraphRead}
	default:
		return permissionsOf(resource)
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
		if known := permissionsOf(resource); permission != ".default" && known != nil &&
			!slices.Contains(known, permission) {
			return out, refuse(65001)
		}
		out.resource = resource
		out.scopes = append(out.scopes, scope)
	}
	return out, nil
}

// grantedTo are the permissions in a user's token for a resource.
func (b Behaviour) grantedTo(resource string) []string {
	switch granted := b.consented(resource); {
	case len(granted) > 0:
		return granted
	case isGraph(resource):
		return []string{"User.Read"}
	default:
		return []string{world.PartnerCenterPermission}
	}
}

// lacksConsent reports whether the request names a permission without consent. With .default, a
// missing consent shows only in the token.
func (q scopeRequest) lacksConsent(b Behaviour) bool {
	return permissionsOf(q.resource) != nil && slices.ContainsFunc(q.scopes, func(scope string) bool {
		permission := scope[strings.LastIndex(scope, "/")+1:]
		return permission != ".default" && !slices.Contains(b.consented(q.resource), permission)
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
func (q scopeRequest) echo(b Behaviour) string {
	scopes := slices.Clone(q.scopes)
	for _, permission := range b.grantedTo(q.resource) {
		if named := q.resource + "/" + permission; q.resource != "" && !slices.Contains(scopes, named) {
			scopes = append(scopes, named)
		}
	}
	if q.openID {
		scopes = append(scopes, "openid")
	}
	if q.profile {
		scopes = append(scopes, "profile", "email")
	}
	return strings.Join(scopes, " ")
}
