// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// listed is one result of a query. A missing identity or resource is nil.
type listed struct {
	name        string
	identity    object
	resource    object
	diagnostics diagnostics
}

// listRequest holds the arguments of a list block. Terraform's own default limit is 100.
type listRequest struct {
	typeName        string // empty: resolutionTypeName
	config          object
	limit           int64
	includeResource bool
}

// lister is the part of the server that Terraform 1.14 and later use for queries.
func (c *protocolClient) lister() tfprotov6.ListResourceServer {
	c.t.Helper()
	server, ok := c.server.(tfprotov6.ListResourceServer)
	if !ok {
		c.t.Fatal("the provider serves no list resources")
	}
	return server
}

func (c *protocolClient) validateList(config object) diagnostics {
	c.t.Helper()
	resp := must(c.lister().ValidateListResourceConfig(c.ctx,
		&tfprotov6.ValidateListResourceConfigRequest{
			TypeName: resolutionTypeName, Config: c.encode(c.schemas.ListResourceSchemas[resolutionTypeName],
				config),
		}))(c.t)
	return diagnosticsOf(resp.Diagnostics)
}

// list pulls all results.
func (c *protocolClient) list(req listRequest) []listed {
	c.t.Helper()
	var results []listed
	c.pull(req, func(l listed) bool {
		results = append(results, l)
		return true
	})
	return results
}

// pull passes one result after the other to visit, until that has enough.
func (c *protocolClient) pull(req listRequest, visit func(listed) bool) {
	c.t.Helper()
	typeName := cmp.Or(req.typeName, resolutionTypeName)
	stream := must(c.lister().ListResource(c.ctx, &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: c.encode(c.schemas.ListResourceSchemas[typeName], req.config),
		Limit: req.limit, IncludeResource: req.includeResource,
	}))(c.t)
	identities := must(c.server.GetResourceIdentitySchemas(c.ctx,
		&tfprotov6.GetResourceIdentitySchemasRequest{}))(c.t)
	for result := range stream.Results {
		l := listed{
			name: result.DisplayName, diagnostics: diagnosticsOf(result.Diagnostics),
			resource: c.decode(c.schemas.ResourceSchemas[typeName], result.Resource),
		}
		if result.Identity != nil {
			value := must(result.Identity.IdentityData.Unmarshal(
				identities.IdentitySchemas[typeName].ValueType()))(c.t)
			l.identity, _ = decodeValue(c.t, value).(map[string]any)
		}
		if !visit(l) {
			return
		}
	}
}

// listEvents returns the ids of the listed events, and accepts no diagnostics.
func (c *protocolClient) listEvents(req listRequest) []string {
	c.t.Helper()
	ids := []string{}
	for _, l := range c.list(req) {
		l.diagnostics.none(c.t)
		id, _ := l.identity["event_id"].(string)
		ids = append(ids, id)
	}
	return ids
}
