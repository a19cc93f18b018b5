// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Cloud holds what signing in to Partner Center needs to know about one of Microsoft's national
// clouds.
type Cloud struct {
	Name          string // "global", "usgovernment" or "china"
	AuthorityHost string // where users sign in, for example "https://login.microsoftonline.com"
	// the address of the Partner Center API, for example "https://api.partnercenter.microsoft.com"
	BaseURL  string
	Resource string // the audience of the tokens; independent of BaseURL
}

// Audience is a service that tokens are meant for.
type Audience struct {
	Service  string // as in messages, for example "Partner Center"
	Resource string // as in requests of the Azure CLI and in tokens
	Scope    string // as in requests to Entra ID
}

// cloudEntry is a cloud with its other names in Microsoft's tools.
type cloudEntry struct {
	Cloud
	aliases []string
}

// clouds lists every cloud. The first one is the default. Sources: docs-dev/api.md, Base URLs, and
// docs-dev/api.md, Sign-in.
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

// LookupCloud returns the cloud of that name. It ignores case, accepts the usual spellings of
// Microsoft's other tools (see CloudNames), and takes the empty name for the global cloud. The
// error is an *anatomy.Mistake that lists the names.
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

// PartnerCenter is the audience of App+User tokens. The scope "/.default" would work too, but Entra
// ID's reply would then list other scopes than the requested one, and MSAL treats such a reply as a
// refusal.
func (c Cloud) PartnerCenter() Audience {
	return Audience{Service: "Partner Center", Resource: c.Resource,
		Scope: c.Resource + "/user_impersonation"}
}

// OtherService names the service that a token is meant for, judging by its audience, if that is
// certainly another one. The service itself judges an unknown audience.
func (a Audience) OtherService(audience string) string {
	audience = strings.TrimRight(audience, "/")
	if strings.EqualFold(audience, a.Resource) {
		return ""
	}
	switch audience = strings.ToLower(audience); audience {
	case "https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000":
		return "Microsoft Graph"
	case "https://graph.windows.net", "https://graph.chinacloudapi.cn",
		"00000002-0000-0000-c000-000000000000":
		return "Azure AD Graph, which is retired"
	case "https://management.azure.com", "https://management.core.windows.net":
		return "Azure Resource Manager"
	case "https://api.partner.microsoft.com", "4990cffe-04e8-4e8b-808a-1175604b879f":
		return "the Partner API for prices and referrals"
	}
	for _, cloud := range clouds() {
		if audience == cloud.Resource {
			return "Partner Center in the cloud " + cloud.Name
		}
	}
	return "" // among them fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd, the id of Partner Center's own app
}
