// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package explain is the edge at which errors are laid out for a terminal. Package explain of the
// provider is the other one.
package explain

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Names is how the user of a command knows a setting: by its variable, which every command reads.
func Names(command string) anatomy.Names {
	return func(key anatomy.Key) string {
		switch {
		case key == anatomy.Timeout && command == "events":
			return "--timeout"
		case key == anatomy.DeviceCode && command == "login":
			return "--device-code"
		}
		if variables := settings.Variables(string(key)); len(variables) > 0 {
			return variables[0]
		}
		return "" // the command has no such thing
	}
}

// Lines makes lines of an error: what happened, what to do, and what support asks for.
func Lines(command string, err error) []string {
	names := Names(command)
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
func Line(command string, a anatomy.Anatomy) string {
	line := a.What.In(Names(command))
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
