// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

// HTTPSBaseURL returns the API's base URL over HTTPS, without a trailing slash.
func (s *Server) HTTPSBaseURL() string { return "https://" + s.https.Addr().String() }

// BaseURL returns the API's base URL: the plain HTTP one if there is such a listener, or
// HTTPSBaseURL.
func (s *Server) BaseURL() string {
	if s.plain != nil {
		return "http://" + s.plain.Addr().String()
	}
	return s.HTTPSBaseURL()
}

// GraphURL returns the base URL of Microsoft Graph, without a version or a trailing slash.
func (s *Server) GraphURL() string { return s.HTTPSBaseURL() }

// PortalURL returns the address of the page for people. Over plain HTTP, if there is such a
// listener, browsers do not warn about the emulator's certificate.
func (s *Server) PortalURL() string { return s.BaseURL() + "/" }

// AuthorityURL returns the sign-in server's URL, without a tenant.
func (s *Server) AuthorityURL() string { return s.HTTPSBaseURL() }

// CACertPEM returns the certificate that signs the emulator's HTTPS certificate.
func (s *Server) CACertPEM() []byte { return s.ca.certPEM }

// CABundlePath returns the path of a file with CACertPEM and the certificate of the CA that issues
// the signing certificate of webhooks. Without a data folder, it is a temporary file that Close
// removes.
func (s *Server) CABundlePath() string { return s.bundlePath }

// Env returns the environment variables that point the provider at the emulator. Each call issues a
// new refresh token. The values contain secrets of the emulator.
func (s *Server) Env() map[string]string {
	return map[string]string{
		"PARTNERCENTER_TENANT_ID":      s.TenantID(),
		"PARTNERCENTER_CLIENT_ID":      s.ClientID(),
		"PARTNERCENTER_CLIENT_SECRET":  s.ClientSecret(),
		"PARTNERCENTER_REFRESH_TOKEN":  s.RefreshToken(),
		"PARTNERCENTER_AUTHORITY_HOST": s.AuthorityURL(),
		"PARTNERCENTER_BASE_URL":       s.BaseURL(),
		"PARTNERCENTER_GRAPH_BASE_URL": s.GraphURL(),
		"PARTNERCENTER_CA_BUNDLE_PATH": s.CABundlePath(),
	}
}
