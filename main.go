// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-partnercenter serves the provider to Terraform and OpenTofu.
package main

import (
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger such as delve, instead of for Terraform")
	flag.Parse()

	if !*debug { // a debugger starts this process, so Terraform's output is unknown
		provider.LimitFrameworkLog(os.Getenv, os.Setenv)
	}
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	err := tf6server.Serve("registry.terraform.io/terraform-partnercenter/partnercenter",
		provider.NewServer(version), options...)
	if err != nil {
		log.Fatal(err)
	}
}
