// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Every setting has a name for the user of a command, and what a command lacks has none.
func TestNameOf_KnowsEverySettingAndWhatACommandHas(t *testing.T) {
	t.Parallel()
	for _, setting := range settings.Names() {
		want := "PARTNERCENTER_" + strings.ToUpper(setting)
		if got := Names("doctor")(anatomy.Key(setting)); got != want {
			t.Errorf("%s is %q", setting, got)
		}
	}
	for command, want := range map[string]string{"events": "--timeout", "doctor": "", "login": ""} {
		if got := Names(command)(anatomy.Timeout); got != want {
			t.Errorf("the timeout of %s is %q", command, got)
		}
	}
	if got := Names("login")(anatomy.DeviceCode); got != "--device-code" {
		t.Errorf("the device code of login is %q", got)
	}
	if got := Names("events")(anatomy.Parallelism); got != "" {
		t.Errorf("a command has %q", got)
	}
}

// refusal is an error with every part that an anatomy has.
type refusal struct{ error }

func (refusal) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{Kind: anatomy.Call, What: anatomy.Say("could not paint the fence"),
		Advice: anatomy.Say("Wait."), More: anatomy.Say("It was raining."),
		Facts: anatomy.Facts{}.With(anatomy.ID{Name: "MS-RequestId", Value: "r"})}
}

// Errors that were joined each have their lines, and hostile characters are shown as escapes.
func TestLayOut_TellsAllAndHidesNoCharacter(t *testing.T) {
	t.Parallel()
	err := errors.Join(
		anatomy.Wrong("must be a color, got %s", "\x1b[31mred").Do("Raise %v.", anatomy.Timeout).
			At(anatomy.TenantID, "--tenant-id"),
		fmt.Errorf("wrapped: %w", anatomy.Wrong("is missing").At(anatomy.ClientID, "")), refusal{})
	got := strings.Join(Lines("events", err), "\n")
	want := "--tenant-id must be a color, got \\u001b[31mred\nRaise --timeout.\n" +
		"PARTNERCENTER_CLIENT_ID is missing\n" +
		"could not paint the fence\nWait.\nIt was raining.\nMS-RequestId r"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
