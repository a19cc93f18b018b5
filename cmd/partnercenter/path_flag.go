// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"os"

	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
)

// pathVar defines a flag that is a path. A ~ that no shell has replaced means the home folder.
func pathVar(flags *pflag.FlagSet, env environment, path *string, name, usage string) {
	flags.Func(name, usage, func(value string) (err error) {
		switch {
		case placeholder.Is(value):
			err = placeholder.Mistake()
		case placeholder.In(value):
			err = placeholder.PartMistake()
		default:
			*path, err = files.Expand(value, env.getenv)
		}
		if err != nil {
			return mistakenValue{err}
		}
		return nil
	})
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
