// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
)

// PathVar defines a flag for a path. A ~ that no shell has replaced means the home folder. It
// refuses -, which people take for a standard stream.
func PathVar(cmd *cobra.Command, env Environment, path *string, name, usage string) {
	cmd.Flags().Func(name, usage, func(value string) (err error) {
		*path, err = readPath(value, env)
		return err
	})
	CompleteFiles(cmd, name)
}

// InputVar is PathVar for a file to read. It accepts - for standard input.
func InputVar(cmd *cobra.Command, env Environment, path *string, name, usage string) {
	cmd.Flags().Func(name, usage, func(value string) (err error) {
		if *path = value; value != StandardInput {
			*path, err = readPath(value, env)
		}
		return err
	})
	CompleteFiles(cmd, name)
}

// OutVar is PathVar for a command that can print to standard output, too: instead says how.
func OutVar(cmd *cobra.Command, env Environment, path *string, name, usage, instead string) {
	cmd.Flags().Func(name, usage, func(value string) (err error) {
		if value == "-" {
			return Mistake(files.NoPath().Do("For standard output, %s.", instead))
		}
		*path, err = readPath(value, env)
		return err
	})
	CompleteFiles(cmd, name)
}

func readPath(value string, env Environment) (path string, err error) {
	switch {
	case strings.TrimSpace(value) == "":
		err = errors.New("must not be empty")
	case placeholder.Is(value):
		err = placeholder.Mistake()
	case placeholder.In(value):
		err = placeholder.PartMistake()
	default:
		path, err = files.Expand(value, env.Getenv)
	}
	if err != nil {
		return "", Mistake(err)
	}
	return path, nil
}
