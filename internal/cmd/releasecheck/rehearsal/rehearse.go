// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"text/tabwriter"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// Rehearse rehearses the release of the last commit for these targets, which must include this
// machine. It reports its steps on out, and keeps the release in a folder if that is not empty.
func Rehearse(ctx context.Context, root string, config release.Config, targets []release.Target,
	keep string, out io.Writer) (err error) {
	scratch, err := os.MkdirTemp("", "release-rehearsal-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	key, err := NewKey()
	if err != nil {
		return err
	}
	r := &rehearsal{root: root, scratch: scratch, targets: targets, project: config.Project, key: key,
		out: out, started: time.Now()}
	folder, built, err := r.release(ctx)
	if err != nil {
		return err
	}
	if keep != "" {
		if err := folder.keep(keep, key); err != nil {
			return err
		}
	}
	if err := folder.Check(key); err != nil {
		return err
	}
	r.done("The registry would accept names, sums, signature, and protocol. Each archive has its " +
		"program and the licenses of its modules, and each SBOM names them.")
	folder.printSizes(out)
	return errors.Join(r.install(ctx, folder), r.demo(ctx, folder, built))
}

type rehearsal struct {
	root, scratch, project string
	targets                []release.Target
	key                    Key
	out                    io.Writer
	started                time.Time
}

func (r *rehearsal) done(format string, args ...any) {
	_, _ = fmt.Fprintf(r.out, "%5.0f s  %s\n", time.Since(r.started).Seconds(),
		fmt.Sprintf(format, args...))
}

// release builds twice, in folders with different names. It also returns the clone.
func (r *rehearsal) release(ctx context.Context) (first Folder, built string, err error) {
	ring, ok, err := newKeyring(ctx, r.key)
	if err != nil {
		return Folder{}, "", err
	}
	var gpg []string
	who := "we sign it: there is no GnuPG here"
	if ok {
		gpg, who = ring.settings(), "GnuPG signs it"
		defer func() { err = errors.Join(err, ring.close()) }()
	}
	commit, err := lastCommit(ctx, r.root)
	if err != nil {
		return Folder{}, "", err
	}
	var folders []Folder
	for _, name := range []string{"a", "another"} {
		dir := filepath.Join(r.scratch, name)
		version, err := clone(ctx, r.root, commit, dir)
		if err != nil {
			return Folder{}, "", err
		}
		if err := build(ctx, r.root, dir, r.targets, ok, gpg); err != nil {
			return Folder{}, "", err
		}
		folders = append(folders, Folder{Dir: filepath.Join(dir, "dist"), Project: r.project,
			Version: version, Targets: r.targets})
		r.done("Built %s of version %s for %d targets; %s.", r.project, version, len(r.targets), who)
	}
	if err := folders[0].sameAs(folders[1]); err != nil {
		return Folder{}, "", err
	}
	r.done("Two builds are the same, byte by byte.")
	if err := r.fromNothing(ctx, commit, folders[0]); err != nil {
		return Folder{}, "", err
	}
	first, built = folders[0], filepath.Join(r.scratch, "a")
	first.Dir = filepath.Join(r.scratch, "release")
	if err := os.Mkdir(first.Dir, 0o700); err != nil {
		return Folder{}, "", err
	}
	return first, built, first.collect(built, r.key)
}

// fromNothing builds once more with an empty cache, as somebody else will, but only for this
// machine: an empty cache costs minutes for each target.
func (r *rehearsal) fromNothing(ctx context.Context, commit string, like Folder) error {
	dir, here := filepath.Join(r.scratch, "cold"), []release.Target{thisMachine()}
	if _, err := clone(ctx, r.root, commit, dir); err != nil {
		return err
	}
	cache := []string{"GOCACHE=" + filepath.Join(r.scratch, "cache")}
	if err := build(ctx, r.root, dir, here, false, cache); err != nil {
		return err
	}
	cold := Folder{Dir: filepath.Join(dir, "dist"), Project: like.Project, Version: like.Version,
		Targets: here}
	if err := cold.isPartOf(like); err != nil {
		return err
	}
	r.done("A build for %s with an empty cache is the same, byte by byte.", here[0])
	return nil
}

// install installs with every CLI on this machine.
func (r *rehearsal) install(ctx context.Context, folder Folder) error {
	found, err := cli.FindAll(ctx, r.root, r.out)
	if err != nil {
		return err
	}
	var problems []error
	for _, c := range found {
		scratch, err := os.MkdirTemp(r.scratch, c.Name()+"-")
		if err != nil {
			return err
		}
		if err := (installation{folder, r.key, c, scratch}).all(ctx); err != nil {
			problems = append(problems, err)
			continue
		}
		r.done("%s %s installs it from a registry, locks it for %d targets, installs it from a mirror, "+
			"and refuses another key.", c.Product, c.Version, len(folder.Targets))
	}
	return errors.Join(problems...)
}

// demo runs the demo with the programs of the archives, in the clone.
func (r *rehearsal) demo(ctx context.Context, folder Folder, clone string) error {
	here := thisMachine()
	for a, name := range map[archive]string{
		folder.provider(here): executable(folder.Project, here),
		folder.command(here):  executable(command, here),
	} {
		files, err := read(folder.path(a.name))
		if err != nil {
			return err
		}
		path := filepath.Join(clone, "bin", name)
		//nolint:gosec // G306: a program has to be executable by its owner.
		if err := os.WriteFile(path, files[a.program].content, 0o700); err != nil {
			return err
		}
	}
	demo, err := filepath.Abs(filepath.Join(r.root, "bin", "demo"))
	if err != nil {
		return err
	}
	if err := run(ctx, clone, nil, demo); err != nil {
		return err
	}
	r.done("The demo works with the released programs.")
	return nil
}

func thisMachine() release.Target {
	return release.Target{OS: runtime.GOOS, Arch: runtime.GOARCH}
}

// printSizes prints the size of each archive.
func (f Folder) printSizes(out io.Writer) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "\ntarget\tprovider\tcommand")
	for _, t := range f.Targets {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", t, f.size(f.provider(t)), f.size(f.command(t)))
	}
	_ = table.Flush()
	_, _ = fmt.Fprintln(out)
}

func (f Folder) size(a archive) string {
	const megabyte = 1e6
	info, err := os.Stat(f.path(a.name))
	if err != nil {
		return "missing"
	}
	return fmt.Sprintf("%.1f MB", float64(info.Size())/megabyte)
}
