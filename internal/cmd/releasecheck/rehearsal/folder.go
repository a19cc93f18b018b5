// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

const (
	command = "partnercenter"
	notices = "THIRD_PARTY_NOTICES.txt"
)

// Folder is a release as it is published: archives, lists of contents, the manifest, the sums, and
// their signature.
type Folder struct {
	Dir     string
	Project string // the provider's name
	Version string
	Targets []release.Target
}

func (f Folder) path(name string) string { return filepath.Join(f.Dir, name) }
func (f Folder) sums() string            { return f.Project + "_" + f.Version + "_SHA256SUMS" }
func (f Folder) signature() string       { return f.sums() + ".sig" }
func (f Folder) manifest() string        { return f.Project + "_" + f.Version + "_manifest.json" }

// archive is an archive, the program in it, and the list of its modules.
type archive struct {
	name, program, contents string
	target                  release.Target
}

// provider returns the archive that the registry offers for a target.
func (f Folder) provider(t release.Target) archive {
	name := strings.Join([]string{f.Project, f.Version, t.OS, t.Arch}, "_")
	return archive{name + ".zip", executable(f.Project+"_v"+f.Version, t), name + ".sbom.json", t}
}

func (f Folder) command(t release.Target) archive {
	name := strings.Join([]string{command, f.Version, t.OS, t.Arch}, "_")
	form := ".tar.gz"
	if t.OS == "windows" {
		form = ".zip"
	}
	return archive{name + form, executable(command, t), name + ".sbom.json", t}
}

func executable(name string, t release.Target) string {
	if t.OS == "windows" {
		return name + ".exe"
	}
	return name
}

func (f Folder) archives() (all []archive) {
	for _, t := range f.Targets {
		all = append(all, f.provider(t), f.command(t))
	}
	return all
}

// names returns the names of all files.
func (f Folder) names() []string {
	names := []string{f.sums(), f.signature(), f.manifest()}
	for _, a := range f.archives() {
		names = append(names, a.name, a.contents)
	}
	slices.Sort(names)
	return names
}

// readSums returns the sums by name.
func (f Folder) readSums() (map[string]string, error) {
	content, err := os.ReadFile(f.path(f.sums()))
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(content)) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || len(sum) != hex.EncodedLen(sha256.Size) || sums[name] != "" {
			return nil, fmt.Errorf("%s has the line %q", f.sums(), line)
		}
		sums[name] = sum
	}
	return sums, nil
}

func sumOf(path string) (string, error) {
	content, err := os.ReadFile(path)
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]), err
}
