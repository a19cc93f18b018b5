// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// withFlags returns the flags of a command.
func withFlags(names ...string) *pflag.FlagSet {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	for _, name := range names {
		flags.String(name, "", "")
	}
	return flags
}

// Every setting has a name for the user of a command, and things that a command lacks have none.
func TestNames_KnowEverySettingAndWhatACommandHas(t *testing.T) {
	t.Parallel()
	for _, setting := range settings.Names() {
		want := "PARTNERCENTER_" + strings.ToUpper(setting)
		expect.Equal(t, setting, want, names(withFlags(strings.ReplaceAll(setting, "_", "-")))(
			anatomy.Key(setting)))
	}
	timed, plain := names(withFlags("timeout", "device-code")), names(withFlags())
	for key, want := range map[anatomy.Key]string{anatomy.Timeout: "--timeout",
		anatomy.DeviceCode: "--device-code", anatomy.Parallelism: ""} {
		expect.Equal(t, string(key), want, timed(key))
		expect.Equal(t, string(key), "", plain(key))
	}
}

// refusal is an error with every part of an anatomy.
type refusal struct{ error }

func (refusal) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{Kind: anatomy.Call, What: anatomy.Say("could not paint the fence"),
		Advice: anatomy.Say("Wait."), More: anatomy.Say("It was raining."),
		Facts: anatomy.Facts{}.With(anatomy.ID{Name: "MS-RequestId", Value: "r"})}
}

// Each part of a joined error has its own lines, and hostile characters are escaped.
func TestLines_ContainsAllPartsAndEscapesCharacters(t *testing.T) {
	t.Parallel()
	err := errors.Join(
		anatomy.Wrong("must be a color, got %s", "\x1b[31mred").Do("Raise %v.", anatomy.Timeout).
			At(anatomy.TenantID, "--tenant-id"),
		fmt.Errorf("wrapped: %w", anatomy.Wrong("is missing").At(anatomy.ClientID, "")), refusal{})
	got := strings.Join(Lines(withFlags("timeout"), err), "\n")
	want := "--tenant-id must be a color, got \\u001b[31mred\nRaise --timeout.\n" +
		"PARTNERCENTER_CLIENT_ID is missing\n" +
		"could not paint the fence\nWait.\nIt was raining.\nMS-RequestId r"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
