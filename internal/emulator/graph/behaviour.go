// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

// Behaviour switches undocumented behaviour of Microsoft Graph, and what the tenant is like. The
// zero value is the default: the most likely behaviour or, if none is more likely, the strictest.
type Behaviour struct {
	GraphPlainScore          bool // the score is not wrapped in value
	GraphNoScore             bool // 404
	GraphAppOnlyRefused      bool // an app without a user is refused for lack of MFA
	GraphPageSize            int  // of customerInsights; 0: 100
	GraphAdminsWithoutMFA    int  // of the partner's ten admins
	GraphCustomersWithoutMFA int  // the first ones by tenant id
	GraphNoSecurityContact   bool
}

func (b Behaviour) pageSize() int {
	if b.GraphPageSize > 0 {
		return b.GraphPageSize
	}
	return 100
}
