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
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

// installation installs a release with one CLI.
type installation struct {
	folder  Folder
	key     Key
	cli     cli.CLI
	scratch string // an empty folder
}

func (i installation) host() string {
	if i.cli.Name() == "tofu" {
		return "registry.opentofu.org"
	}
	return "registry.terraform.io"
}

// all installs the provider as users do.
func (i installation) all(ctx context.Context) error {
	lock, err := i.fromRegistry(ctx)
	if err != nil {
		return err
	}
	return errors.Join(i.fromMirror(ctx, lock), i.refusesAnotherKey(ctx))
}

// fromRegistry installs from the registry, and returns the lock file for every target.
func (i installation) fromRegistry(ctx context.Context) ([]byte, error) {
	registry, err := serve(i.folder, i.key)
	if err != nil {
		return nil, err
	}
	defer func() { _ = registry.close() }()
	work, err := i.workspace("registry", registry.configuration(i.host()))
	if err != nil {
		return nil, err
	}
	out, err := work.run(ctx, "init")
	if err == nil && !strings.Contains(out, i.key.ID()) {
		err = fmt.Errorf("%s does not show the key %s:\n%s", i.cli.Name(), i.key.ID(), out)
	}
	if err != nil {
		return nil, err
	}
	lock := []string{"providers", "lock"}
	for _, t := range i.folder.Targets {
		lock = append(lock, "-platform="+t.OS+"_"+t.Arch)
	}
	if _, err := work.run(ctx, lock...); err != nil {
		return nil, err
	}
	return i.readLock(work)
}

// readLock expects the sums of all archives.
func (i installation) readLock(work workspace) ([]byte, error) {
	lock, err := os.ReadFile(filepath.Join(work.dir, ".terraform.lock.hcl"))
	if err != nil {
		return nil, err
	}
	sums, err := i.folder.readSums()
	if err != nil {
		return nil, err
	}
	for _, t := range i.folder.Targets {
		if name := i.folder.provider(t).name; !strings.Contains(string(lock), "zh:"+sums[name]) {
			return nil, fmt.Errorf("the lock file of %s lacks %s:\n%s", i.cli.Name(), name, lock)
		}
	}
	if got := strings.Count(string(lock), "\"h1:"); got != len(i.folder.Targets) {
		return nil, fmt.Errorf("the lock file of %s has %d content sums for %d targets:\n%s",
			i.cli.Name(), got, len(i.folder.Targets), lock)
	}
	return lock, nil
}

// fromMirror installs from the archives in a folder, as with no network, and with the same lock
// file. The schema shows that the program starts.
func (i installation) fromMirror(ctx context.Context, lock []byte) error {
	mirror := filepath.Join(i.scratch, "mirror")
	packed := filepath.Join(mirror, i.host(), filepath.FromSlash(address))
	if err := os.MkdirAll(packed, 0o700); err != nil {
		return err
	}
	for _, t := range i.folder.Targets {
		name := i.folder.provider(t).name
		content, err := os.ReadFile(i.folder.path(name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(packed, name), content, 0o600); err != nil {
			return err
		}
	}
	work, err := i.workspace("from-mirror", fmt.Sprintf("disable_checkpoint = true\n"+
		"provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))
	if err != nil {
		return err
	}
	err = os.WriteFile(filepath.Join(work.dir, ".terraform.lock.hcl"), lock, 0o600)
	if err != nil {
		return err
	}
	if _, err := work.run(ctx, "init", "-lockfile=readonly"); err != nil {
		return err
	}
	out, err := work.run(ctx, "providers", "schema", "-json")
	if err == nil && !strings.Contains(out, `"partnercenter_fraud_event_resolution"`) {
		err = fmt.Errorf("%s shows no schema of the provider:\n%.300s", i.cli.Name(), out)
	}
	return err
}

// refusesAnotherKey shows that the CLI checks the signature at all.
func (i installation) refusesAnotherKey(ctx context.Context) error {
	another, err := NewKey()
	if err != nil {
		return err
	}
	registry, err := serve(i.folder, another)
	if err != nil {
		return err
	}
	defer func() { _ = registry.close() }()
	work, err := i.workspace("another-key", registry.configuration(i.host()))
	if err != nil {
		return err
	}
	if out, err := work.run(ctx, "init"); err == nil {
		return fmt.Errorf("%s installs a release that another key has signed:\n%s", i.cli.Name(), out)
	}
	return nil
}

// workspace is a folder with a configuration that requires the release.
type workspace struct {
	dir string
	cli cli.CLI
	env []string
}

func (i installation) workspace(name, settings string) (workspace, error) {
	w := workspace{dir: filepath.Join(i.scratch, name), cli: i.cli}
	file := w.dir + ".tfrc"
	w.env = cli.Automated(file, nil)
	return w, errors.Join(
		os.MkdirAll(w.dir, 0o700),
		os.WriteFile(file, []byte(settings), 0o600),
		os.WriteFile(filepath.Join(w.dir, "main.tf"), fmt.Appendf(nil, "terraform {\n"+
			"  required_providers {\n    partnercenter = {\n      source  = %q\n      version = %q\n"+
			"    }\n  }\n}\n", address, i.folder.Version), 0o600),
	)
}

func (w workspace) run(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, w.cli.Path, args...)
	cmd.Dir, cmd.Env = w.dir, w.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", w.cli.Name(), strings.Join(args, " "), err, out.String())
	}
	return out.String(), nil
}
