// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"os/exec"
	"runtime"
)

var errNoBrowser = errors.New("there is no browser here")

func (e environment) open(address string) error {
	if e.openURL != nil {
		return e.openURL(address)
	}
	return openBrowser(address, e.getenv)
}

// openBrowser shows an address in the user's browser, and does not wait for it. The variables are
// those of the environment. The process outlives this one, as the browser does, so it has no
// context.
func openBrowser(address string, getenv func(string) string) error {
	command := browserCommand(runtime.GOOS, getenv)
	if command == nil {
		return errNoBrowser
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return errNoBrowser
	}
	//nolint:noctx // it outlives this command
	opener := exec.Command(program, append(command[1:], address)...)
	if err := opener.Start(); err != nil {
		return err
	}
	go func() { _ = opener.Wait() }() // its end says nothing about the browser
	return nil
}

// browserCommand is the system's way to open an address, or nil where nobody could see it.
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
