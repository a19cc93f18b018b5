// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// listsEvents runs the emulator and lists its events: files, the network, TLS, and sign-in.
func (s *smoke) listsEvents() (err error) {
	emulator := s.prepare(s.program, "emulator", "--seed-events", "3")
	out, err := emulator.StdoutPipe()
	if err != nil {
		return err
	}
	if err := emulator.Start(); err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, emulator.Process.Kill())
		_ = emulator.Wait() // killed, so an error is certain
	}()
	if s.settings, err = readSettings(out); err != nil {
		return fmt.Errorf("the emulator under Wine: %w", err)
	}
	return s.prints(`"event_id"`, "events", "-o", "json")
}

// readSettings reads the variables that the emulator prints, until it is ready.
func readSettings(out io.Reader) (settings []string, err error) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "ready" {
			return settings, nil
		}
		if setting, ok := strings.CutPrefix(line, "export "); ok {
			name, value, _ := strings.Cut(setting, "=")
			settings = append(settings, name+"="+strings.Trim(value, "'"))
		}
	}
	return nil, errors.Join(errors.New("it ended before it was ready"), lines.Err())
}
