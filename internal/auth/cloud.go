// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"errors"
	"strings"
	"unicode"

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
	// the address of Microsoft Graph, and the audience of its tokens; empty if Graph offers nothing
	// to partners in this cloud
	GraphURL string
}

// Audience is a service that tokens are meant for.
type Audience struct {
	Service  string // as in messages, for example "Partner Center"
	Resource string // as in requests of the Azure CLI and in tokens
	Scope    string // as in requests to Entra ID

	// Permission is the delegated permission that the app needs.
	Permission string

	// Additional is a service other than the one that the settings are about. A ready token that does
	// not name its audience may be meant for the other one, and is not sent.
	Additional bool
}

// cloudEntry is a cloud with its other names in Microsoft's tools.
type cloudEntry struct {
	Cloud
	aliases []string
}

// clouds lists every cloud. The first one is the default. Sources: docs-dev/api.md, Base URLs
// (parity: address-clouds), and docs-dev/api.md, Sign-in.
func clouds() []cloudEntry {
	return []cloudEntry{
		{
			Cloud: Cloud{
				Name:          "global",
				AuthorityHost: "https://login.microsoftonline.com",
				BaseURL:       "https://api.partnercenter.microsoft.com",
				Resource:      "https://api.partnercenter.microsoft.com",
				GraphURL:      "https://graph.microsoft.com",
			},
			aliases: []string{"public", "AzureCloud"},
		},
		{
			Cloud: Cloud{
				Name:          "usgovernment",
				AuthorityHost: "https://login.microsoftonline.us",
				BaseURL:       "https://api.partnercenter.microsoft.com",
				Resource:      "https://api.partnercenter.microsoft.com",
				GraphURL:      "https://graph.microsoft.us",
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
	return Cloud{}, anatomy.Wrong("must be one of %s, got %s", strings.Join(CloudNames(), ", "),
		anatomy.Given(name, isWord(name))).At(anatomy.Environment, "")
}

// isWord reports whether a text could be a misspelled name of a cloud, and no secret.
func isWord(text string) bool {
	return len(text) <= 24 && !strings.ContainsFunc(text,
		func(r rune) bool { return !unicode.IsLetter(r) })
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
	const permission = "user_impersonation"
	return Audience{Service: "Partner Center", Resource: c.Resource, Permission: permission,
		Scope: c.Resource + "/" + permission}
}

// ErrNoGraph is about a cloud in which Graph offers nothing to partners.
var ErrNoGraph = errors.New("there is no partner security API of Microsoft Graph in this cloud")

// The delegated permissions of Microsoft Graph that partners use.
const (
	GraphReadPermission  = "PartnerSecurity.Read.All"
	GraphWritePermission = "PartnerSecurity.ReadWrite.All"
)

// Graph is the audience of tokens for reading from Microsoft Graph. It names one permission instead
// of "/.default" for the same reason as PartnerCenter, and so that a missing consent is an error of
// the sign-in.
func (c Cloud) Graph() (Audience, error) { return c.graphFor(GraphReadPermission) }

// GraphAlerts is the audience of tokens for changing security alerts.
func (c Cloud) GraphAlerts() (Audience, error) { return c.graphFor(GraphWritePermission) }

func (c Cloud) graphFor(permission string) (Audience, error) {
	if c.GraphURL == "" {
		return Audience{}, ErrNoGraph
	}
	return Audience{Service: serviceGraph, Resource: c.GraphURL, Permission: permission,
		Scope: c.GraphURL + "/" + permission, Additional: true}, nil
}

const (
	serviceGraph = "Microsoft Graph"
	appGraph     = "00000003-0000-0000-c000-000000000000"
)

// OtherService names the service that a token is meant for, judging by its audience, if that is
// certainly another one. The service itself judges an unknown audience, unless it is Additional.
func (a Audience) OtherService(audience string) string {
	audience = strings.ToLower(strings.TrimRight(audience, "/"))
	if strings.EqualFold(audience, a.Resource) || a.Service == serviceGraph && audience == appGraph {
		return ""
	}
	if other := serviceOf(audience); other != "" || !a.Additional {
		return other
	}
	return "another service"
}

// serviceOf names the service of a known audience in lower case.
func serviceOf(audience string) string {
	switch audience {
	case "https://graph.microsoft.com", "https://graph.microsoft.us", appGraph:
		return serviceGraph
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

// AdviseConsent is the advice for an app without the permission. The refresh token stays valid: it
// serves every permission that has consent.
func (a Audience) AdviseConsent() anatomy.Text {
	return anatomy.Say("Add the delegated permission %s of %s to the app registration, and grant "+
		"admin consent (API permissions, Grant admin consent). The refresh token does not change.",
		a.Permission, a.Service)
}
