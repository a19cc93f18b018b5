// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// normalise converts spellings of flags that Go's flag package also accepts, and that scripts may
// use, to those of pflag: -status becomes --status, and --o becomes -o.
func normalise(root *cobra.Command, args []string) []string {
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return args // they end in an unfinished argument
	}
	cmd, _, err := root.Find(args)
	if err != nil {
		return args
	}
	cmd.InitDefaultHelpFlag()
	cmd.InitDefaultVersionFlag()
	normalised := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return append(normalised, args[i:]...)
		}
		arg, flag := respelled(cmd.Flags(), args[i])
		normalised = append(normalised, arg)
		takesNext := flag != nil && flag.NoOptDefVal == "" && !strings.Contains(arg, "=") &&
			(strings.HasPrefix(arg, "--") || len(arg) == len("-o"))
		if takesNext && i+1 < len(args) { // a value, even if it looks like a flag
			i++
			normalised = append(normalised, args[i])
		}
	}
	return normalised
}

// respelled returns an argument in pflag's spelling, with the flag that it sets, if any.
func respelled(flags *pflag.FlagSet, arg string) (string, *pflag.Flag) {
	spelled := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
	name, _, _ := strings.Cut(spelled, "=")
	if spelled == arg || name == "" {
		return arg, nil
	}
	if flag := flags.Lookup(name); flag != nil {
		return "--" + spelled, flag
	}
	short := flags.ShorthandLookup(spelled[:1])
	switch {
	case len(name) == 1:
		return "-" + spelled, short
	case short == nil: // so that the message contains the full name
		return "--" + spelled, nil
	default:
		return arg, short
	}
}
