// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

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
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

const (
	lockPoll = 25 * time.Millisecond
	// longer than a redemption takes, unless the sign-in service hardly answers.
	lockLimit = 60 * time.Second
)

// tokenStore is the token cache: a file that processes share, readable by its owner only.
type tokenStore struct {
	path string
	now  func() time.Time
	wait time.Duration // for the lock
}

func newTokenStore(path string, now func() time.Time) *tokenStore {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link stays a link: what it leads to is replaced
	}
	return &tokenStore{path: path, now: now, wait: lockLimit}
}

// notSavedError says that the change was made, but is not on disk.
type notSavedError struct {
	err error
}

func (e *notSavedError) Error() string { return e.err.Error() }

func (e *notSavedError) Unwrap() error { return e.err }

// update lets change work on the record of that id, and saves the file if change says so. No other
// process reads or writes the file in the meantime; when this one is killed, the lock is free and
// the file as it was. change runs only if the file can be written: a refresh token that is redeemed
// and then lost helps nobody. damage says why a file that is there counts as empty. Errors are of
// type *Error; one that wraps a *notSavedError comes after change has run.
func (s *tokenStore) update(ctx context.Context, id string,
	change func(saved *record, damage error) (save bool)) *Error {
	if err := s.checkPlace(); err != nil {
		return s.unusable(err)
	}
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return s.unusable(err)
	}
	unlock, lockErr := s.lock(ctx)
	if lockErr != nil {
		return lockErr
	}
	defer unlock()
	place, err := files.NewPrivateLocked(s.path)
	if err != nil {
		return s.unusable(err)
	}
	defer place.Discard()
	content, err := os.ReadFile(s.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.unusable(err)
	}
	file, damage := parseTokenFile(content)
	if !change(file.record(id), damage) {
		return nil
	}
	if err := s.save(place, file); err != nil {
		failure := s.unusable(err)
		failure.Err = &notSavedError{err: err}
		return failure
	}
	return nil
}

// largestFile is more than any token cache holds.
const largestFile = 8 << 20

// checkPlace refuses what saving would destroy, and what reading would never end on: a device, a
// pipe, a link to nowhere.
func (s *tokenStore) checkPlace() error {
	info, err := os.Lstat(s.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	case info.Size() > largestFile:
		return fmt.Errorf("it holds %d bytes, more than any token cache", info.Size())
	}
	return nil
}

// lock takes the lock file. It is never removed: whoever waits for it holds it open.
func (s *tokenStore) lock(ctx context.Context) (unlock func(), failure *Error) {
	lock := flock.New(s.path+".lock", flock.SetPermissions(0o600))
	waiting, cancel := context.WithTimeout(ctx, s.wait)
	defer cancel()
	_, err := lock.TryLockContext(waiting, lockPoll)
	switch {
	case err == nil:
		return func() { _ = lock.Close() }, nil
	case ctx.Err() != nil:
		return nil, requestFailure(s.operation(), ctx.Err(), redactor{})
	case waiting.Err() != nil:
		return nil, &Error{
			Operation: s.operation(),
			Problem: anatomy.Say("another process has held the lock %s.lock for more than %s", s.path,
				s.wait),
			Advice: anatomy.Say("It is probably waiting for the sign-in service. Try again; if it stays " +
				"so, find out which process has the file open."),
		}
	default:
		return nil, s.unusable(err)
	}
}

// save replaces the token cache in one step.
func (s *tokenStore) save(place *files.Private, file *tokenFile) error {
	file.prune(s.now())
	content, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	return place.Write(append(content, '\n'))
}

// hasNoFolder tells whether there is not even a folder that the token cache could be in.
func (s *tokenStore) hasNoFolder() bool {
	_, err := os.Stat(filepath.Dir(s.path))
	return errors.Is(err, fs.ErrNotExist)
}

// replaced warns that a damaged file is written anew.
func (s *tokenStore) replaced(damage error) string {
	return fmt.Sprintf("The token cache %s cannot be read: %v. It counts as empty, and is "+
		"replaced when the next token is saved. "+
		"If it held sign-ins of other tenants or apps, they have to sign in again with "+
		"`partnercenter login`.", s.path, damage)
}

func (s *tokenStore) operation() string { return "use the token cache " + s.path }

func (s *tokenStore) unusable(err error) *Error {
	return &Error{
		Operation: s.operation(),
		Problem:   anatomy.Say("%v", err),
		Advice: anatomy.Say("Set %v to a file in a folder that this user may write to, or leave "+
			"it out: then the refresh token is kept in memory only.", anatomy.TokenCachePath),
		Err: err,
	}
}
