// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/buildinfo"
)

func TestVersion_AsACommandAndAsAFlag(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	var lines []string
	for _, line := range []string{"version", "--version", "-version"} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, line)
		expect.Contains(t, s.out.String(), "partnercenter dev (commit ", runtime.Version(),
			runtime.GOOS+"/"+runtime.GOARCH)
		lines = append(lines, s.out.String())
		s.expectNoRequests(t)
	}
	expect.Equal(t, "--version", lines[0], lines[1])
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "version -o json")
	var got buildinfo.Info
	expect.NoError(t, json.Unmarshal(s.out.Bytes(), &got))
	expect.Equal(t, "version -o json", buildinfo.Read(version), got)
}

func TestUserAgent_NamesVersionAndPlatform(t *testing.T) {
	t.Parallel()
	got := cli.Environment{Version: version}.UserAgent()
	if !strings.HasPrefix(got, "partnercenter/dev (go") ||
		!strings.Contains(got, runtime.GOOS) {
		t.Errorf("the user agent is %q", got)
	}
}
