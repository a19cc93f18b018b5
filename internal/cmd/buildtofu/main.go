// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command buildtofu builds OpenTofu with Go from the module in tools/tofu, unless bin/ already has
// that version, and prints the program's path. Run it with "make tofu" from the top of the
// repository.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	path, err := cli.BuildOpenTofu(ctx, ".", os.Stderr)
	stop()
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "buildtofu:", err)
		os.Exit(1)
	}
	fmt.Println(path)
}
