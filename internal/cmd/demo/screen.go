// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// screen prints for people. It uses color only on a terminal, and never if NO_COLOR is set
// (https://no-color.org).
type screen struct {
	out    io.Writer
	colour bool
	steps  int
}

const (
	bold  = "1"
	dim   = "2"
	red   = "31"
	green = "32"
)

func newScreen(out *os.File) *screen {
	info, err := out.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	return &screen{out: out, colour: terminal && os.Getenv("NO_COLOR") == "" &&
		os.Getenv("TERM") != "dumb"}
}

func (s *screen) step(title string) {
	s.steps++
	s.print("\n%s\n", s.paint(bold, fmt.Sprintf("%d. %s", s.steps, title)))
}

func (s *screen) command(line string) {
	s.print("   %s\n", s.paint(dim, "$ "+line))
}

func (s *screen) lines(lines ...string) {
	for _, line := range lines {
		s.print("   %s\n", strings.TrimRight(line, " "))
	}
}

// good reports an expected result.
func (s *screen) good(format string, args ...any) {
	s.print("   %s %s\n", s.paint(green, "ok"), fmt.Sprintf(format, args...))
}

func (s *screen) note(format string, args ...any) {
	s.print("%s\n", s.paint(dim, fmt.Sprintf(format, args...)))
}

func (s *screen) done(format string, args ...any) {
	s.print("\n%s\n", s.paint(green, fmt.Sprintf(format, args...)))
}

func (s *screen) failure(err error) {
	s.print("\n%s %v\n", s.paint(red, "The demo failed:"), err)
}

func (s *screen) paint(code, text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// print ignores a closed output: the demo's result does not depend on its readers.
func (s *screen) print(format string, args ...any) {
	_, _ = fmt.Fprintf(s.out, format, args...)
}
