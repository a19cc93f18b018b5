// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-partnercenter serves the provider to Terraform and OpenTofu.
package main

import (
	"cmp"
	"context"
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger such as delve, instead of for Terraform")
	flag.Parse()

	if !*debug {
		limitFrameworkLog()
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-partnercenter/partnercenter",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}

// limitFrameworkLog lets the framework write its own log only as far as Terraform shows it. By default it writes
// everything and leaves the choice to Terraform, which costs: it looks its logger up once per value that it visits, in
// a chain of contexts that grows by one link per value, so that time grows with the square of the values of one
// resource. An explicit TF_LOG_SDK or TF_LOG_SDK_FRAMEWORK decides instead.
func limitFrameworkLog() {
	const level = "TF_LOG_SDK_FRAMEWORK"
	if cmp.Or(os.Getenv(level), os.Getenv("TF_LOG_SDK")) == "" {
		_ = os.Setenv(level, cmp.Or(os.Getenv("TF_LOG_PROVIDER"), os.Getenv("TF_LOG"), "OFF")) // a valid name, so it cannot fail
	}
}
