// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Private is a file under construction that only its owner can read. It replaces the target in one
// step, so that nobody sees half of it. NewPrivate makes sure that the place is writable before
// there is anything to write: a secret that is redeemed and then lost helps nobody.
type Private struct {
	path    string
	temp    *os.File
	inPlace *os.File // for a file that is mounted by itself, which cannot be replaced
}

// NewPrivate prepares to write a file. It changes nothing yet, except for a mode that lets others
// read the existing file.
func NewPrivate(path string) (*Private, error) {
	return newPrivate(path, createTemp)
}

// NewPrivateLocked is NewPrivate for a writer that holds a lock on the file. Its temporary file has
// a fixed name, so that the next writer removes the remains of a killed process.
func NewPrivateLocked(path string) (*Private, error) {
	return newPrivate(path, func(target string) (*os.File, error) {
		name := target + ".tmp"
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		return createPrivate(name)
	})
}

// createTemp creates a file beside the target that only its owner can read. Each of two processes
// has its own.
func createTemp(target string) (*os.File, error) {
	return createPrivate(filepath.Join(filepath.Dir(target),
		"."+filepath.Base(target)+"."+rand.Text()))
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
		return nil, writing(path, err)
	}
	return &Private{path: target, temp: temp}, nil
}

// writing names the target in an error, because nobody knows the temporary name.
func writing(path string, err error) error {
	if inner := new(os.PathError); errors.As(err, &inner) {
		err = inner.Err
	} else if inner := new(os.LinkError); errors.As(err, &inner) {
		err = inner.Err
	}
	return &os.PathError{Op: "write", Path: path, Err: err}
}

// openInPlace opens a file that cannot be replaced, and removes the access of others.
func openInPlace(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	if err := keepToOwner(file); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Write fills the file and puts it in place.
func (f *Private) Write(content []byte) error {
	if f.inPlace != nil {
		return overwrite(f.inPlace, content)
	}
	_, err := f.temp.Write(content)
	if err = errors.Join(err, f.temp.Sync(), f.temp.Close()); err != nil {
		return writing(f.path, err)
	}
	err = rename(f.temp.Name(), f.path)
	if err == nil {
		return nil
	}
	if !errors.Is(err, syscall.EBUSY) && !errors.Is(err, syscall.EXDEV) {
		return writing(f.path, err)
	}
	// A mount point that this system does not report as one.
	file, openErr := openInPlace(f.path)
	if openErr != nil {
		return errors.Join(err, openErr)
	}
	return overwrite(file, content)
}

// overwrite truncates the file after writing, not before: if the disk is full, the old content is
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

// Discard removes what Write has not put in place. It may be called at any time, and on nil.
func (f *Private) Discard() {
	if f == nil {
		return
	}
	if f.inPlace != nil {
		_ = f.inPlace.Close() // fails if Write has closed it
		return
	}
	_ = f.temp.Close()
	_ = os.Remove(f.temp.Name()) // already gone after Write
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

// Replace replaces the content of an existing file, in one step and with the file's access rights.
// If it fails, the old content is still there. It follows links, and writes a file that is mounted
// by itself in place.
func Replace(path string, content []byte) error {
	target, err := Resolve(path)
	if err != nil {
		return err
	}
	// Respect a file that its owner made read-only, even if its folder is writable.
	file, err := os.OpenFile(target, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if isMountPoint(target) {
		return overwrite(file, content)
	}
	if err := file.Close(); err != nil {
		return err
	}
	temp, err := createTemp(target)
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	err = errors.Join(err, copyAccess(target, temp.Name()), temp.Sync(), temp.Close())
	if err == nil {
		err = rename(temp.Name(), target)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
