// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// mistakenValue is an error that completes the name of its flag: "must be …".
type mistakenValue struct{ error }

// Unwrap returns the violated rule.
func (m mistakenValue) Unwrap() error { return m.error }

// Mistake marks an error of a flag's value as one that completes the flag's name: "must be …".
func Mistake(err error) error { return mistakenValue{err} }

// FlagMistake says what is wrong with a flag.
func FlagMistake(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var lacking *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &invalid):
		return WrongUsage("%v", anatomy.MistakeAt("", "--"+invalid.GetFlag().Name, reason(invalid)))
	case errors.As(err, &lacking):
		return WrongUsage("--%s requires a value.", lacking.GetFlag().Name)
	default:
		return WrongUsage("%v.", err)
	}
}

func unknownFlag(cmd *cobra.Command, unknown *pflag.NotExistError) error {
	name, prefix := unknown.GetSpecifiedName(), "--"
	var names []string
	if unknown.GetSpecifiedShortnames() != "" {
		prefix = "-"
	} else {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	}
	return orHelp(cmd, fmt.Sprintf("unknown flag %s%s", prefix, anatomy.Path(name)), "--", name, names)
}

// reason completes the name of a flag. It rewords the errors of pflag's own types, which name Go
// functions.
func reason(invalid *pflag.InvalidValueError) error {
	if mistake, ok := errors.AsType[mistakenValue](invalid.Unwrap()); ok {
		return mistake.Unwrap()
	}
	return fmt.Errorf("must be %s, got %s", kindOf(invalid.GetFlag().Value.Type()),
		anatomy.Typed(invalid.GetValue()))
}

func kindOf(flagType string) string {
	switch flagType {
	case "bool", "boolfunc":
		return "true or false"
	case "int", "uint64":
		return "a whole number"
	case "duration":
		return "a duration such as 90s or 5m"
	default:
		return "a valid " + flagType
	}
}
