// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// smokeUnderWine runs the Windows program of the command. It returns nothing without Wine. Wine's
// files have neither Windows' access lists nor its locks, so the tests of those run in the public
// pipeline.
func smokeUnderWine(ctx context.Context) (ran string, failure error) {
	wine, err := exec.LookPath("wine")
	if err != nil {
		return "", nil
	}
	dir, err := os.MkdirTemp("", "releasecheck-wine-")
	if err != nil {
		return "", err
	}
	defer func() { failure = errors.Join(failure, os.RemoveAll(dir)) }()
	s := &smoke{ctx: ctx, wine: wine, dir: dir, program: filepath.Join(dir, "partnercenter.exe")}
	defer s.stopServer()
	return "here: " + underWine, s.run()
}

type smoke struct {
	ctx                context.Context
	wine, dir, program string
	settings           []string // that point the command at the emulator
}

func (s *smoke) run() error {
	windows := release.Target{OS: "windows", Arch: "amd64"}
	_, err := goTool(s.ctx, ".", []string{"CGO_ENABLED=0"}, windows, "build", "-trimpath",
		"-buildvcs=false", "-ldflags=-s -w", "-o", s.program, "./cmd/partnercenter")
	if err != nil {
		return err
	}
	if _, err := s.command("wineboot", "--init"); err != nil {
		return err
	}
	if err := provideRandom(filepath.Join(s.dir, "drive_c", "windows", "system32")); err != nil {
		return err
	}
	return errors.Join(s.prints("windows/amd64", "version"), s.checksDecisions(), s.listsEvents())
}

// checksDecisions checks a file with the line ends and the byte order mark of Windows.
func (s *smoke) checksDecisions() error {
	const decision = "\ufeffa:\r\n  subscription_id: f7c3b1de-6a52-4c8e-9d0f-2b1a3e4d5c6b\r\n" +
		"  event_id: e1\r\n  status: Resolved\r\n  reason: Fraud\r\n"
	file := filepath.Join(s.dir, "decisions.yaml")
	if err := os.WriteFile(file, []byte(decision), 0o600); err != nil {
		return err
	}
	return s.prints("", "check", file)
}

// prints runs the command, and expects a part of its output.
func (s *smoke) prints(part string, args ...string) error {
	out, err := s.command(append([]string{s.program}, args...)...)
	if err == nil && !strings.Contains(out, part) {
		err = fmt.Errorf("the output lacks %q:\n%s", part, out)
	}
	return err
}

// prepare returns a command that Wine runs.
func (s *smoke) prepare(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(s.ctx, s.wine, args...)
	cmd.Env = append(cli.CleanEnvironment(os.Environ()), "WINEPREFIX="+s.dir, "WINEDEBUG=-all",
		"WINEDLLOVERRIDES=mscoree=;mshtml=") // would ask to download them
	cmd.Env = append(cmd.Env, s.settings...)
	return cmd
}

func (s *smoke) command(args ...string) (string, error) {
	cmd := s.prepare(args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("wine %s: %w\n%s", strings.Join(args, " "), err, out.String())
	}
	return out.String(), nil
}

// stopServer ends the programs that Wine keeps running in the background.
func (s *smoke) stopServer() {
	_, _ = s.command("wineboot", "--kill") // there may be none
}
