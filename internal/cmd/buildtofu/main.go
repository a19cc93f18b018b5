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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

func main() {
	cli.Main("buildtofu", func(ctx context.Context) error {
		path, err := cli.BuildOpenTofu(ctx, ".", os.Stderr)
		if err == nil {
			fmt.Println(path)
		}
		return err
	})
}
