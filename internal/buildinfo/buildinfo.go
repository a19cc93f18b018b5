// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package buildinfo says which build of a program is running.
package buildinfo

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// Development is the version of a build that is not a release.
const Development = "dev"

// Info describes a build.
type Info struct {
	Version  string `json:"version"`
	Commit   string `json:"commit,omitempty"` // empty if Go did not record it
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
}

// Read describes this program. The release build knows its version. For other builds, Go records
// some facts; for example, go install records the module's version.
func Read(release string) Info {
	build, _ := debug.ReadBuildInfo()
	return from(build, release)
}

func from(build *debug.BuildInfo, release string) Info {
	i := Info{Version: release, Go: runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH}
	if build != nil {
		for _, setting := range build.Settings {
			switch setting.Key {
			case "vcs.revision":
				i.Commit = setting.Value
			case "vcs.modified":
				i.Modified = setting.Value == "true"
			}
		}
		if module := build.Main.Version; module != "(devel)" && i.Version == Development {
			i.Version = strings.TrimPrefix(module, "v")
		}
	}
	i.Version = cmp.Or(i.Version, Development)
	return i
}

// String returns one line: "1.2.0 (commit 0123456789ab, go1.26.0, linux/amd64)".
func (i Info) String() string {
	commit := "commit unknown"
	if i.Commit != "" {
		commit = "commit " + i.Commit[:min(len(i.Commit), 12)]
	}
	if i.Modified {
		commit += " with changes"
	}
	return fmt.Sprintf("%s (%s, %s, %s)", i.Version, commit, i.Go, i.Platform)
}

// UserAgent identifies the program to a service.
func (i Info) UserAgent(program string) string {
	return fmt.Sprintf("%s/%s (%s; %s; +%s)", program, i.Version, i.Go, i.Platform,
		"https://github.com/terraform-partnercenter/terraform-provider-partnercenter")
}
