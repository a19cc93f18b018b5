// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Cloud is one of Microsoft's national clouds, as far as signing in to Partner Center is concerned.
type Cloud struct {
	Name          string // "global", "usgovernment" or "china"
	AuthorityHost string // where users sign in, for example "https://login.microsoftonline.com"
	// where the Partner Center API is, for example "https://api.partnercenter.microsoft.com"
	BaseURL  string
	Resource string // the audience of the tokens; it stays the same when another BaseURL is used
}

// cloudEntry is a cloud with the other names it goes by in Microsoft's tools.
type cloudEntry struct {
	Cloud
	aliases []string
}

// clouds is the one table of clouds. The first one is the default.
// Sources: docs-dev/api.md, Base URLs, and docs-dev/api.md, Sign-in.
func clouds() []cloudEntry {
	return []cloudEntry{
		{
			Cloud: Cloud{
				Name:          "global",
				AuthorityHost: "https://login.microsoftonline.com",
				BaseURL:       "https://api.partnercenter.microsoft.com",
				Resource:      "https://api.partnercenter.microsoft.com",
			},
			aliases: []string{"public", "AzureCloud"},
		},
		{
			Cloud: Cloud{
				Name:          "usgovernment",
				AuthorityHost: "https://login.microsoftonline.us",
				BaseURL:       "https://api.partnercenter.microsoft.com",
				Resource:      "https://api.partnercenter.microsoft.com",
			},
			aliases: []string{"usgovernmentl4", "usgov", "AzureUSGovernment"},
		},
		{
			Cloud: Cloud{
				Name:          "china",
				AuthorityHost: "https://login.partner.microsoftonline.cn",
				BaseURL:       "https://partner.partnercenterapi.microsoftonline.cn",
				Resource:      "https://partner.partnercenterapi.microsoftonline.cn",
			},
			aliases: []string{"21vianet", "AzureChinaCloud"},
		},
	}
}

// LookupCloud returns the cloud of that name. Case does not matter, the usual spellings of
// Microsoft's other tools are accepted (see CloudNames), and the empty name is the global cloud.
// The error is a *anatomy.Mistake that lists the names.
func LookupCloud(name string) (Cloud, error) {
	if name == "" {
		return clouds()[0].Cloud, nil
	}
	for _, cloud := range clouds() {
		for _, accepted := range append([]string{cloud.Name}, cloud.aliases...) {
			if strings.EqualFold(name, accepted) {
				return cloud.Cloud, nil
			}
		}
	}
	return Cloud{}, anatomy.Wrong("must be one of %s, got %q", strings.Join(CloudNames(), ", "), name).
		At(anatomy.Environment, "")
}

// CloudNames returns every name that LookupCloud accepts, cloud by cloud, the usual name first.
func CloudNames() []string {
	var names []string
	for _, cloud := range clouds() {
		names = append(names, cloud.Name)
		names = append(names, cloud.aliases...)
	}
	return names
}

// scope is what an App+User token is asked for. "/.default" would work too, but the scopes that
// Entra ID then lists in its reply differ from the one asked for, and MSAL takes such a reply for a
// refusal.
func (c Cloud) scope() string { return c.Resource + "/user_impersonation" }
