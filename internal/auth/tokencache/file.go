// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package tokencache is the file that keeps chains of refresh tokens and valid access tokens
// between runs. Processes share it.
//
//	lock ─► check the place ─► read ─► change ─► write beside it ─► replace ─► unlock
//
// If a process is killed, the file stays as it was, and the lock is free.
package tokencache

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

const (
	lockPoll = 25 * time.Millisecond
	// Longer than a redemption takes, unless the sign-in service hardly answers.
	lockLimit = 60 * time.Second
)

// File is a token cache, readable by its owner only.
type File struct {
	Path string // the target of a link
	now  func() time.Time
	wait time.Duration // for the lock
}

// Open names the file of a token cache. Its only I/O is to follow links.
func Open(path string, now func() time.Time) *File {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // keep a link as a link: its target is replaced
	}
	return &File{Path: path, now: now, wait: lockLimit}
}

// NotSavedError means that the change was made but not saved.
type NotSavedError struct {
	err error
}

// Error returns the cause's text.
func (e *NotSavedError) Error() string { return e.err.Error() }

// Unwrap returns the cause.
func (e *NotSavedError) Unwrap() error { return e.err }

// Update lets change edit the record of that id, and saves the file if change asks for it. No other
// process reads or writes the file in the meantime; if this process is killed, the lock is free and
// the file is unchanged. change runs only if the file is writable, because a refresh token that is
// redeemed and then lost helps nobody. damage is the reason why an existing file counts as empty.
// Errors are of type *auth.Error; one that wraps a *NotSavedError means that change has run.
func (f *File) Update(ctx context.Context, id string,
	change func(saved *Record, damage error) (save bool)) *auth.Error {
	if err := f.checkPlace(); err != nil {
		return f.unusable(err)
	}
	if err := os.MkdirAll(filepath.Dir(f.Path), 0o700); err != nil {
		return f.unusable(err)
	}
	unlock, lockErr := f.lock(ctx)
	if lockErr != nil {
		return lockErr
	}
	defer unlock()
	place, err := files.NewPrivateLocked(f.Path)
	if err != nil {
		return f.unusable(err)
	}
	defer place.Discard()
	text, err := os.ReadFile(f.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f.unusable(err)
	}
	saved, damage := parse(text)
	if !change(saved.record(id), damage) {
		return nil
	}
	if err := f.save(place, saved); err != nil {
		failure := f.unusable(err)
		failure.Err = &NotSavedError{err: err}
		return failure
	}
	return nil
}

// largestFile exceeds the size of any token cache.
const largestFile = 8 << 20

// checkPlace refuses a place that saving would destroy or that reading would never finish: a
// device, a pipe, a link without a target.
func (f *File) checkPlace() error {
	info, err := os.Lstat(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	case info.Size() > largestFile:
		return fmt.Errorf("it contains %d bytes, more than any token cache", info.Size())
	}
	return nil
}

// lock takes the lock file. Nobody removes it, because other processes may wait for it with the
// file open.
func (f *File) lock(ctx context.Context) (unlock func(), failure *auth.Error) {
	lock := flock.New(f.Path+".lock", flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, f.wait)
	defer cancel()
	_, err := lock.TryLockContext(waiting, lockPoll)
	switch {
	case err == nil:
		return func() { _ = lock.Close() }, nil
	case ctx.Err() != nil:
		return nil, &auth.Error{Operation: f.operation(), Err: ctx.Err(),
			Problem: anatomy.Say("the caller stopped waiting for its lock: %v", ctx.Err())}
	case waiting.Err() != nil:
		return nil, &auth.Error{
			Operation: f.operation(),
			Problem: anatomy.Say("another process has held the lock %s.lock for more than %s", f.Path,
				f.wait),
			Advice: anatomy.Say("Try again. If this persists, find the process that has the file open. " +
				"It is probably waiting for the sign-in service."),
		}
	default:
		return nil, f.unusable(err)
	}
}

// save replaces the token cache in one step.
func (f *File) save(place *files.Private, all *content) error {
	all.prune(f.now())
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	return place.Write(append(text, '\n'))
}

// HasNoFolder reports whether even the folder of the token cache is missing.
func (f *File) HasNoFolder() bool {
	_, err := os.Stat(filepath.Dir(f.Path))
	return errors.Is(err, fs.ErrNotExist)
}

// Replaced is the warning that a damaged file is replaced.
func (f *File) Replaced(damage error) string {
	return fmt.Sprintf("The token cache %s cannot be read: %v. It is treated as empty, and the "+
		"next saved token replaces it. If it contained sign-ins for other tenants or apps, repeat "+
		"them with `partnercenter login`.", anatomy.Path(f.Path), damage)
}

func (f *File) operation() string { return "use the token cache " + anatomy.Path(f.Path) }

func (f *File) unusable(err error) *auth.Error {
	return &auth.Error{
		Operation: f.operation(),
		Problem:   anatomy.Say("%v", anatomy.Unreadable(err)),
		Advice: anatomy.Say("Set %v to a file in a folder that this user can write to, or remove it "+
			"to keep the refresh token only in memory.", anatomy.TokenCachePath),
		Err: err,
	}
}
