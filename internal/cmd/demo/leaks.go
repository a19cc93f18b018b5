// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// findLeaks reads the files that the CLI and the provider have written: logs, state, and saved
// plans. It returns the number of bytes read, and an error that names each file with a secret, but
// not the secret.
func findLeaks(files, secrets []string) (int, error) {
	if len(secrets) == 0 {
		return 0, errors.New("there are no secrets to look for, so the search would prove nothing")
	}
	read := 0
	var leaks []error
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return read, err
		}
		if content, err = unpacked(content); err != nil {
			return read, fmt.Errorf("%s: %w", file, err)
		}
		read += len(content)
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				leaks = append(leaks, fmt.Errorf("a secret is in %s", file))
				break
			}
		}
	}
	return read, errors.Join(leaks...)
}

// unpacked returns the content of a saved plan, which is a zip archive, and any other file
// unchanged.
func unpacked(content []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if errors.Is(err, zip.ErrFormat) {
		return content, nil
	}
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, entry := range archive.File {
		reader, err := entry.Open()
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(&all, reader) //nolint:gosec // G110: the archive is our own plan, made a moment ago.
		if err = errors.Join(err, reader.Close()); err != nil {
			return nil, err
		}
	}
	return all.Bytes(), nil
}

// written returns the files that the CLI and the provider have written so far, except the CLI's
// copy of the provider.
func (t *terraform) written() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(t.logs, "*.log"))
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(t.work, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.Name() == ".terraform":
			return fs.SkipDir
		case !entry.IsDir():
			files = append(files, path)
		}
		return nil
	})
	return files, err
}
