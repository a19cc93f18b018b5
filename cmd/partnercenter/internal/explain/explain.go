// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package explain is the edge at which errors are laid out for a terminal. Package explain of the
// provider is the other one.
package explain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Variable names a setting by its variable, which every command reads. For everything else, it
// returns an empty string.
func Variable(key anatomy.Key) string {
	if variables := settings.Variables(string(key)); len(variables) > 0 {
		return variables[0]
	}
	return ""
}

// names also knows what is not a setting, by its flag, if the command has such a flag.
func names(flags *pflag.FlagSet) anatomy.Names {
	return func(key anatomy.Key) string {
		flag := flags.Lookup(strings.ReplaceAll(string(key), " ", "-"))
		if variable := Variable(key); variable != "" || flag == nil {
			return variable
		}
		return "--" + flag.Name
	}
}

// Lines makes lines of an error of a command with these flags: what happened, what to do, and what
// support asks for.
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

// Line is what happened and what support asks for, for a table.
func Line(a anatomy.Anatomy) string {
	line := a.What.In(Variable)
	if facts := a.Facts.String(); facts != "" {
		line = fmt.Sprintf("%s [%s]", line, facts)
	}
	return line
}

// Separate tells errors that were joined from one another. What a layer has put around several is
// one error, with all that it knows.
func Separate(err error) []error {
	switch err := err.(type) { //nolint:errorlint // what is wrapped counts for nothing here
	case anatomy.Error, anatomy.Around:
		return []error{err}
	case interface{ Unwrap() []error }:
		return err.Unwrap()
	}
	return []error{err}
}

// takeApart knows what the end of a command's time looks like.
func takeApart(err error) anatomy.Anatomy {
	a := anatomy.Of(err)
	switch {
	case a.Kind != anatomy.Other:
	case errors.Is(err, context.DeadlineExceeded):
		a.What = anatomy.Say("Partner Center did not answer in time")
		a.Advice = anatomy.Say("Raise %v.", anatomy.Timeout)
	case errors.Is(err, context.Canceled):
		a.What = anatomy.Say("the command was stopped")
	}
	return a
}
