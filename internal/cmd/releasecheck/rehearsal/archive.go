// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// member is a file in an archive.
type member struct {
	mode    fs.FileMode
	content []byte
}

func (f Folder) checkArchive(a archive) error {
	files, err := read(f.path(a.name))
	if err != nil {
		return fmt.Errorf("%s: %w", a.name, err)
	}
	program, ok := files[a.program]
	if !ok || program.mode.Perm()&0o111 == 0 {
		return fmt.Errorf("%s has no program %s, only %q", a.name, a.program, names(files))
	}
	var problems []error
	for _, name := range []string{"LICENSE", notices} {
		if len(files[name].content) == 0 {
			problems = append(problems, fmt.Errorf("%s has no %s", a.name, name))
		}
	}
	for name, file := range files {
		if name != a.program && file.mode.Perm()&0o111 != 0 {
			problems = append(problems, fmt.Errorf("%s has another program, %s", a.name, name))
		}
	}
	modules, err := a.modulesOf(program.content)
	if err != nil {
		return errors.Join(append(problems, fmt.Errorf("%s: %w", a.name, err))...)
	}
	contents, err := f.contents(a)
	return errors.Join(append(problems, err,
		difference(a.contents+" lacks the module", modules, contents),
		difference(notices+" of "+a.name+" lacks the module", modules,
			headings(files[notices].content)))...)
}

// modulesOf returns the modules of a program, as go version -m does, with the standard library. The
// program must be one for the archive's target, from the sources of one commit.
func (a archive) modulesOf(program []byte) ([]string, error) {
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		return nil, err
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if got := settings["GOOS"] + "/" + settings["GOARCH"]; got != a.target.String() {
		return nil, fmt.Errorf("the program is for %s", got)
	}
	if settings["vcs.revision"] == "" || settings["vcs.modified"] != "false" {
		return nil, errors.New("the program does not name the commit that it was built from")
	}
	modules := []string{"std " + info.GoVersion}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		modules = append(modules, m.Path+" "+m.Version)
	}
	return modules, nil
}

// contents returns the modules that the SBOM of an archive names.
func (f Folder) contents(a archive) ([]string, error) {
	content, err := os.ReadFile(f.path(a.contents))
	if err != nil {
		return nil, err
	}
	var sbom struct {
		Components []struct{ Name, Version string }
	}
	if err := json.Unmarshal(content, &sbom); err != nil {
		return nil, fmt.Errorf("%s: %w", a.contents, err)
	}
	var modules []string
	for _, c := range sbom.Components {
		modules = append(modules, c.Name+" "+c.Version)
	}
	return modules, nil
}

// headings returns the modules that internal/cmd/notices names.
func headings(text []byte) (modules []string) {
	for line := range strings.Lines(string(text)) {
		if name, ok := strings.CutPrefix(line, "* "); ok {
			modules = append(modules, strings.TrimSpace(name))
		}
	}
	return modules
}

func names(files map[string]member) (all []string) {
	for name := range files {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// read returns the files of an archive.
func read(path string) (map[string]member, error) {
	if filepath.Ext(path) == ".zip" {
		return readZip(path)
	}
	return readTar(path)
}

func readZip(path string) (files map[string]member, err error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	files = map[string]member{}
	for _, f := range archive.File {
		content, err := fs.ReadFile(archive, f.Name)
		if err != nil {
			return nil, err
		}
		files[f.Name] = member{f.Mode(), content}
	}
	return files, nil
}

func readTar(path string) (map[string]member, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	files := map[string]member{}
	for archive := tar.NewReader(unpacked); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			return nil, err
		}
		files[header.Name] = member{header.FileInfo().Mode(), content}
	}
}
