// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// nextVersion is the version in the first heading of CHANGELOG.md.
var nextVersion = regexp.MustCompile(`\A## (\S+) \(`)

// lastCommit returns the commit to release, whatever people commit in the meantime.
func lastCommit(ctx context.Context, root string) (string, error) {
	cmd := exec.CommandContext(ctx, "git", "rev-parse", "HEAD")
	cmd.Dir = root
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// clone copies a commit to a folder, and tags it there with the next version, as a person will do.
func clone(ctx context.Context, root, commit, dir string) (version string, err error) {
	if err := errors.Join(
		run(ctx, root, nil, "git", "clone", "--quiet", "--no-hardlinks", "--no-checkout", ".", dir),
		run(ctx, dir, nil, "git", "checkout", "--quiet", "--detach", commit)); err != nil {
		return "", err
	}
	changelog, err := os.ReadFile(filepath.Join(dir, "CHANGELOG.md"))
	if err != nil {
		return "", err
	}
	match := nextVersion.FindSubmatch(changelog)
	if match == nil {
		return "", errors.New("CHANGELOG.md does not begin with a version")
	}
	version = string(match[1])
	return version, run(ctx, dir, nil, "git", "tag", "--force", "v"+version)
}

// build runs the release tool in a clone, with these variables. Its files end up in dist.
func build(ctx context.Context, root, dir string, targets []release.Target, sign bool,
	variables []string) error {
	config, err := only(dir, targets)
	if err != nil {
		return err
	}
	bin, err := filepath.Abs(filepath.Join(root, "bin"))
	if err != nil {
		return err
	}
	// GOFLAGS of this machine must not change the programs, and "" would not hide those of go env -w.
	settings := append([]string{"GOFLAGS=-mod=readonly", "GITHUB_TOKEN=",
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH")}, variables...)
	skip := "--skip=publish,announce"
	if !sign {
		skip += ",sign"
	}
	return run(ctx, dir, settings, filepath.Join(bin, "goreleaser"), "release", "--clean",
		"--config", config, skip)
}

// only returns a configuration of the release tool with these targets alone. It is not in the
// clone's own tree, so that the tree stays as it was committed.
func only(dir string, targets []release.Target) (path string, err error) {
	content, err := os.ReadFile(filepath.Join(dir, release.File))
	if err != nil {
		return "", err
	}
	var config map[string]any
	if err := yaml.Unmarshal(content, &config); err != nil {
		return "", err
	}
	builds, ok := config["builds"].([]any)
	if !ok {
		return "", errors.New(release.File + " has no builds")
	}
	var list []string
	for _, t := range targets {
		list = append(list, t.OS+"_"+t.Arch)
	}
	for _, b := range builds {
		program, ok := b.(map[string]any)
		if !ok {
			return "", errors.New(release.File + " has a build that is not a map")
		}
		for _, key := range []string{"goos", "goarch", "ignore"} {
			delete(program, key)
		}
		program["targets"] = list
	}
	if content, err = yaml.Marshal(config); err != nil {
		return "", err
	}
	path = dir + ".yml"
	return path, os.WriteFile(path, content, 0o600)
}

// run runs a program. The error has its output.
func run(ctx context.Context, dir string, settings []string, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), settings...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err,
			out.String())
	}
	return nil
}
