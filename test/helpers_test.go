// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package test checks what spans packages: that the repository's files agree with the provider and
// with one another.
package test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// root is the top of the repository: Go runs tests in the folder of their package.
const root = ".."

func readFile(t *testing.T, path string) string {
	t.Helper()
	content := expect.Must(os.ReadFile(filepath.Join(root, path)))(t)
	return string(content)
}

func providerServer(t *testing.T) tfprotov6.ProviderServer {
	t.Helper()
	server := expect.Must(providerserver.NewProtocol6WithError(provider.New("test")())())(t)
	return server
}

// isImportable asks the provider whether resources of the type have an identity, which all that can
// be imported have.
func isImportable(t *testing.T, resourceType string) bool {
	t.Helper()
	resp := expect.Must(providerServer(t).GetResourceIdentitySchemas(context.Background(),
		&tfprotov6.GetResourceIdentitySchemasRequest{}))(t)
	return resp.IdentitySchemas[resourceType] != nil
}

// providerSchemas asks the provider for its schemas, as a Terraform would.
func providerSchemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	schemas := expect.Must(providerServer(t).GetProviderSchema(context.Background(),
		&tfprotov6.GetProviderSchemaRequest{}))(t)
	for _, diagnostic := range schemas.Diagnostics {
		t.Fatalf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	return schemas
}

// absolute is the path of a file of the repository, for a program that runs elsewhere.
func absolute(t *testing.T, path string) string {
	t.Helper()
	return expect.Must(filepath.Abs(filepath.Join(root, path)))(t)
}

// colleagueSets is what somebody else does in the portal.
func colleagueSets(t *testing.T, s *emulator.Server, id, status, reason string) {
	t.Helper()
	expect.NoError(t, s.ChangeStatus(id, status, reason, colleague))
}
