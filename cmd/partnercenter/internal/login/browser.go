// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package login

import (
	"errors"
	"os/exec"
	"runtime"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
)

// ErrNoBrowser means that nobody could see a page.
var ErrNoBrowser = errors.New("there is no browser here")

func open(env cli.Environment, address string) error {
	if env.OpenURL != nil {
		return env.OpenURL(address)
	}
	return openBrowser(address, env.Getenv)
}

// openBrowser shows an address in the user's browser, and does not wait for it. The variables come
// from the environment. The process outlives this one, so it has no context.
func openBrowser(address string, getenv func(string) string) error {
	command := browserCommand(runtime.GOOS, getenv)
	if command == nil {
		return ErrNoBrowser
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return ErrNoBrowser
	}
	//nolint:noctx // it outlives this command
	opener := exec.Command(program, append(command[1:], address)...)
	if err := opener.Start(); err != nil {
		return err
	}
	go func() { _ = opener.Wait() }() // its end says nothing about the browser
	return nil
}

// browserCommand returns the system's command to open an address, or nil if nobody could see the
// page.
func browserCommand(system string, getenv func(string) string) []string {
	switch {
	case system == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	case system == "darwin":
		return []string{"open"}
	case getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != "" || getenv("BROWSER") != "":
		return []string{"xdg-open"}
	default:
		return nil
	}
}
