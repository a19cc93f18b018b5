// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package login

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestBrowserCommand_IsTheSystemsOwn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ system, variable, want string }{
		{"linux", "", ""}, // nobody could see it
		{"linux", "DISPLAY", "xdg-open"},
		{"freebsd", "WAYLAND_DISPLAY", "xdg-open"},
		{"linux", "BROWSER", "xdg-open"},
		{"darwin", "", "open"},
		{"windows", "", "rundll32 url.dll,FileProtocolHandler"},
	} {
		getenv := func(name string) string {
			if name == test.variable {
				return ":0"
			}
			return ""
		}
		expect.Equal(t, test.system, test.want, strings.Join(browserCommand(test.system, getenv), " "))
	}
}
