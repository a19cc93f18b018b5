// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package explain is the edge that lays out errors for a terminal. The provider's package explain
// is the other edge.
package explain

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Variable names a setting by its variable, which every command reads. For everything else, it
// returns "".
func Variable(key anatomy.Key) string {
	if variables := settings.Variables(string(key)); len(variables) > 0 {
		return variables[0]
	}
	return ""
}

// names also names things that are not settings, by their flag, if the command has one.
func names(flags *pflag.FlagSet) anatomy.Names {
	return func(key anatomy.Key) string {
		flag := flags.Lookup(strings.ReplaceAll(string(key), " ", "-"))
		if variable := Variable(key); variable != "" || flag == nil {
			return variable
		}
		return "--" + flag.Name
	}
}

// Lines returns the lines of an error of a command with these flags: what happened, advice, and the
// facts for support.
func Lines(flags *pflag.FlagSet, err error) []string {
	names := names(flags)
	var lines []string
	for _, one := range Separate(err) {
		a := takeApart(one)
		for _, line := range []string{a.What.In(names), a.Advice.In(names), a.More.In(names),
			a.Facts.String()} {
			if line != "" {
				lines = append(lines, terminal.Visible(line))
			}
		}
	}
	return lines
}

// Line returns what happened and the facts for support, for a table.
func Line(a anatomy.Anatomy) string {
	line := a.What.In(Variable)
	if facts := a.Facts.String(); facts != "" {
		line = fmt.Sprintf("%s [%s]", line, facts)
	}
	return line
}

// Separate returns the parts of a joined error. An error that a layer puts around several others is
// one error, with all its knowledge.
func Separate(err error) []error {
	switch err := err.(type) { //nolint:errorlint // wrapped errors do not count here
	case anatomy.Error, anatomy.Around:
		return []error{err}
	case interface{ Unwrap() []error }:
		return err.Unwrap()
	}
	return []error{err}
}

// takeApart recognizes the end of a command's time, and a file whose name could be a secret.
func takeApart(err error) anatomy.Anatomy {
	a := anatomy.Of(err)
	switch {
	case a.Kind != anatomy.Other:
	case errors.As(err, new(*fs.PathError)):
		a.What = anatomy.Say("%v", anatomy.Unreadable(err))
	case errors.Is(err, context.DeadlineExceeded):
		a.What = anatomy.Say("no answer arrived in time")
		a.Advice = anatomy.Say("Raise %v.", anatomy.Timeout)
	case errors.Is(err, context.Canceled):
		a.What = anatomy.Say("the command was stopped")
	}
	return a
}
