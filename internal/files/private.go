// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Private is a file that its owner alone can read, and that is about to be written. It takes its
// place in one step, so that whoever waits for it never sees half of it. Its place is known to be
// writable before there is anything to write: a secret that was redeemed and then lost helps
// nobody.
type Private struct {
	path    string
	temp    *os.File
	inPlace *os.File // of a file that is mounted by itself, which nothing can take the place of
}

// NewPrivate prepares to write a file. Nothing that is there changes yet, but for a mode that lets
// others read it.
func NewPrivate(path string) (*Private, error) {
	return newPrivate(path, func(target string) (*os.File, error) {
		// Of two processes each has its own.
		return os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	})
}

// NewPrivateLocked is NewPrivate for a writer that holds a lock on the file. Its temporary file has
// a fixed name, so that what a killed process left is swept away.
func NewPrivateLocked(path string) (*Private, error) {
	return newPrivate(path, func(target string) (*os.File, error) {
		name := target + ".tmp"
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		// O_EXCL follows no link that somebody else laid out here.
		return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	})
}

func newPrivate(path string, makeTemp func(target string) (*os.File, error)) (*Private, error) {
	target, err := Resolve(path)
	if err != nil {
		return nil, err
	}
	if isMountPoint(target) {
		file, err := openInPlace(target)
		if err != nil {
			return nil, err
		}
		return &Private{path: target, inPlace: file}, nil
	}
	temp, err := makeTemp(target)
	if err != nil {
		if inner := new(os.PathError); errors.As(err, &inner) { // nobody knows the temporary name
			err = inner.Err
		}
		return nil, &os.PathError{Op: "write", Path: path, Err: err}
	}
	return &Private{path: target, temp: temp}, nil
}

// openInPlace opens a file that stays where it is, and lets nobody else read it.
func openInPlace(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = file.Chmod(0o600)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Write fills the file and puts it in its place.
func (f *Private) Write(content []byte) error {
	if f.inPlace != nil {
		return overwrite(f.inPlace, content)
	}
	_, err := f.temp.Write(content)
	if err = errors.Join(err, f.temp.Sync(), f.temp.Close()); err != nil {
		return err
	}
	err = os.Rename(f.temp.Name(), f.path)
	if !errors.Is(err, syscall.EBUSY) && !errors.Is(err, syscall.EXDEV) {
		return err
	}
	// A mount point that this system does not show as one.
	file, openErr := openInPlace(f.path)
	if openErr != nil {
		return errors.Join(err, openErr)
	}
	return overwrite(file, content)
}

// overwrite cuts the file after it is written, not before: if the disk is full, the old content is
// still there.
func overwrite(file *os.File, content []byte) error {
	_, err := file.Seek(0, io.SeekStart)
	if err == nil {
		_, err = file.Write(content)
	}
	if err == nil {
		err = file.Truncate(int64(len(content)))
	}
	return errors.Join(err, file.Sync(), file.Close())
}

// Discard removes what Write has not put in its place. It may be called at any time, and on nil.
func (f *Private) Discard() {
	if f == nil {
		return
	}
	if f.inPlace != nil {
		_ = f.inPlace.Close() // an error of the second time, if it is written
		return
	}
	_ = f.temp.Close()
	_ = os.Remove(f.temp.Name()) // is gone if it is written
}

// WritePrivate replaces a file.
func WritePrivate(path string, content []byte) error {
	f, err := NewPrivate(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	return f.Write(content)
}
