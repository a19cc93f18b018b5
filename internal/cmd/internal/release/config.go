// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package release reads what .goreleaser.yml says about a release, so that no other list of targets
// exists.
package release

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"go.yaml.in/yaml/v4"
)

// File is the configuration of the release tool.
const File = ".goreleaser.yml"

// Config is the part of the configuration on which the checks of a release depend.
type Config struct {
	Project string  `yaml:"project_name"`
	Builds  []Build `yaml:"builds"`
}

// Build is one program of the release.
type Build struct {
	ID      string   `yaml:"id"`
	Main    string   `yaml:"main"` // the package; empty for the top folder
	Env     []string `yaml:"env"`
	Flags   []string `yaml:"flags"`
	Systems []string `yaml:"goos"`
	CPUs    []string `yaml:"goarch"`
	Ignore  []Target `yaml:"ignore"`
}

// Target is a system and a processor, as GOOS and GOARCH.
type Target struct {
	OS   string `yaml:"goos"`
	Arch string `yaml:"goarch"`
}

// String returns the form of go tool dist list: linux/amd64.
func (t Target) String() string { return t.OS + "/" + t.Arch }

// Read reads the configuration in the top folder of the repository. Programs with different targets
// are an error, because users of one program may need the other.
func Read(root string) (Config, error) {
	content, err := os.ReadFile(filepath.Join(root, File))
	if err != nil {
		return Config{}, err
	}
	var c Config
	if err := yaml.Unmarshal(content, &c); err != nil {
		return Config{}, fmt.Errorf("%s: %w", File, err)
	}
	return c, c.check()
}

func (c Config) check() error {
	if c.Project == "" || len(c.Builds) == 0 || len(c.Targets()) == 0 {
		return errors.New(File + " needs project_name and builds with goos and goarch")
	}
	for _, b := range c.Builds[1:] {
		if !slices.Equal(b.targets(), c.Targets()) {
			return fmt.Errorf("%s: %s and %s have different targets", File, c.Builds[0].ID, b.ID)
		}
	}
	return nil
}

// Targets returns the targets of every program, in the order of the configuration.
func (c Config) Targets() []Target { return c.Builds[0].targets() }

func (b Build) targets() []Target {
	var all []Target
	for _, system := range b.Systems {
		for _, cpu := range b.CPUs {
			if t := (Target{system, cpu}); !slices.Contains(b.Ignore, t) {
				all = append(all, t)
			}
		}
	}
	return all
}

// Package returns the package of the program, as go build takes it.
func (b Build) Package() string {
	if b.Main == "" {
		return "."
	}
	return b.Main
}
