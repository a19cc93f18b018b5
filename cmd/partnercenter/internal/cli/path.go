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

// PathVar defines a flag for a path. A ~ that no shell has replaced means the home folder.
func PathVar(cmd *cobra.Command, env Environment, path *string, name, usage string) {
	cmd.Flags().Func(name, usage, func(value string) (err error) {
		switch {
		case strings.TrimSpace(value) == "":
			err = errors.New("must not be empty")
		case placeholder.Is(value):
			err = placeholder.Mistake()
		case placeholder.In(value):
			err = placeholder.PartMistake()
		default:
			*path, err = files.Expand(value, env.Getenv)
		}
		if err != nil {
			return Mistake(err)
		}
		return nil
	})
	CompleteFiles(cmd, name)
}
