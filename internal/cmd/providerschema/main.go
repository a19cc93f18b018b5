// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command providerschema writes the provider's schema to standard output, in the form of "terraform
// providers schema -json". It asks the provider itself, because an older Terraform would omit list
// resources and actions.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// address is the fixed address at which tfplugindocs looks for the schema, whatever the provider's
// real address is.
const address = "registry.terraform.io/hashicorp/partnercenter"

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "providerschema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("docs")())()
	if err != nil {
		return err
	}
	schema, err := describe(ctx, server)
	if err != nil {
		return err
	}

	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(providerSchemas{
		FormatVersion: "1.0",
		Schemas:       map[string]providerSchema{address: schema},
	})
}

// describe asks a provider server for all of its schemas.
func describe(ctx context.Context, server tfprotov6.ProviderServer) (providerSchema, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return providerSchema{}, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx,
		&tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return providerSchema{}, err
	}
	if err := failed(append(schemas.Diagnostics, identities.Diagnostics...)); err != nil {
		return providerSchema{}, err
	}
	if len(schemas.Functions) > 0 {
		return providerSchema{}, errors.New("the provider has functions now, and this command does " +
			"not describe functions")
	}
	return convertProvider(schemas, identities), nil
}

func failed(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail))
		}
	}
	return errors.Join(errs...)
}
