// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Command notices writes the licenses and notices of every module in the programs of a release, on
// any of its targets. Most licenses require that their text goes along with the program. A module
// without a license is an error: nobody may pass it on.
//
// The release tool runs it before it builds. Its argument is the file to write.
package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

func main() {
	cli.Main("notices", func(ctx context.Context) error {
		if len(os.Args) != 2 {
			return errors.New("the argument is the file to write")
		}
		return writeNotices(ctx, ".", os.Args[1])
	})
}

func writeNotices(ctx context.Context, root, path string) error {
	config, err := release.Read(root)
	if err != nil {
		return err
	}
	modules, err := modulesOf(ctx, root, config)
	if err != nil {
		return err
	}
	text, err := notices(modules)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}
