// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"os"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// pathVar defines a flag that is a path. A ~ that no shell has replaced means the home folder.
func pathVar(flags *flag.FlagSet, env environment, path *string, name, usage string) {
	flags.Func(name, usage, func(value string) (err error) {
		if auth.IsPlaceholder(value) {
			return errors.New(auth.Unreplaced)
		}
		if auth.HoldsPlaceholder(value) {
			return errors.New(auth.UnreplacedPart)
		}
		*path, err = files.Expand(value, env.getenv)
		return err
	})
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
