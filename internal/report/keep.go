// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// undated is the name of the file for events without an event time.
const undated = "undated.jsonl"

// lockPoll is how often a waiting process looks for the lock.
const lockPoll = 100 * time.Millisecond

// Folder keeps records. Each month of detection has one file, with one line of JSON per event. Only
// one process at a time has the folder open.
type Folder struct {
	path string
	lock *flock.Flock
}

// OpenFolder creates the folder if necessary, and waits for its lock. Open the folder before the
// listing: an older listing must not replace what a newer one has kept.
func OpenFolder(ctx context.Context, path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	f := &Folder{path, flock.New(filepath.Join(path, ".lock"), flock.SetPermissions(0o600))}
	_, err := f.lock.TryLockContext(ctx, lockPoll)
	switch {
	case errors.Is(err, context.DeadlineExceeded): // which says nothing about Partner Center
		return nil, fmt.Errorf("another report uses the folder: it still holds the lock %s. "+
			"Wait until it has finished", f.lock.Path())
	case err != nil:
		return nil, err
	}
	return f, nil
}

// Close releases the folder. The file of the lock stays, because other processes may wait for it.
func (f *Folder) Close() error { return f.lock.Close() }

// Keep merges the records into the folder and returns everything in it. If a line cannot be read,
// nothing is written. The records must be a complete listing: events that were last seen open but
// are missing from it are only counted, because nobody knows how they ended.
func (f *Folder) Keep(records []Record) (all []Record, unlisted int, err error) {
	months, err := readMonths(f.path)
	if err != nil {
		return nil, 0, err
	}
	listed := make(map[string]bool, len(records))
	for _, r := range records {
		name := undated
		if !r.EventTime.IsZero() {
			name = r.EventTime.UTC().Format("2006-01") + ".jsonl"
		}
		if months[name] == nil {
			months[name] = map[string]Record{}
		}
		key := r.key()
		listed[key] = true
		if old, was := months[undated][key]; was && name != undated {
			months[name][key] = old
			delete(months[undated], key)
		}
		months[name][key] = r.mergedWith(months[name][key])
	}
	for _, name := range slices.Sorted(maps.Keys(months)) {
		if err := writeMonth(filepath.Join(f.path, name), months[name]); err != nil {
			return nil, 0, err
		}
		for key, r := range months[name] {
			if r.isOpen() && !listed[key] {
				unlisted++
				continue
			}
			all = append(all, r)
		}
	}
	return all, unlisted, nil
}

// mergedWith keeps the earliest logged response, and the fields of a later version.
func (r Record) mergedWith(old Record) Record {
	if old.Logged && (!r.Logged || old.FirstResponse.Before(r.FirstResponse)) {
		r.FirstResponse, r.Logged = old.FirstResponse, true
	}
	r.later = old.later
	return r
}

func readMonths(folder string) (map[string]map[string]Record, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	months, known := map[string]map[string]Record{}, members()
	for _, path := range paths {
		if months[filepath.Base(path)], err = readMonth(path, known); err != nil {
			return nil, err
		}
	}
	return months, nil
}

func readMonth(path string, known []string) (map[string]Record, error) {
	month := map[string]Record{}
	return month, eachLine(path, func(line []byte) error {
		r, err := parseRecord(line, known)
		if err != nil {
			return fmt.Errorf("%w. Nothing was changed: repair or remove the line", err)
		}
		month[r.key()] = r
		return nil
	})
}

func parseRecord(line []byte, known []string) (Record, error) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil {
		return r, fmt.Errorf("it is not a kept event: %w", err)
	}
	if r.SubscriptionID == "" || r.EventID == "" {
		return r, errors.New("it lacks subscription_id or event_id")
	}
	if err := json.Unmarshal(line, &r.later); err != nil {
		return r, err
	}
	// Keys of JSON match fields in any case.
	maps.DeleteFunc(r.later, func(name string, _ json.RawMessage) bool {
		return slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, name) })
	})
	return r, nil
}

// members returns the names of this version's fields.
func members() (names []string) {
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Record]()) {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// writeMonth replaces a file in one step if its content changes. Only its owner can read it.
func writeMonth(path string, month map[string]Record) error {
	var out bytes.Buffer
	for _, key := range slices.Sorted(maps.Keys(month)) {
		line, err := marshalRecord(month[key])
		if err != nil {
			return err
		}
		out.Write(append(line, '\n'))
	}
	old, err := os.ReadFile(path)
	if err == nil && bytes.Equal(old, out.Bytes()) {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return files.WritePrivate(path, out.Bytes())
}

func marshalRecord(r Record) ([]byte, error) {
	line, err := json.Marshal(r)
	if err != nil || len(r.later) == 0 {
		return line, err
	}
	later, err := json.Marshal(r.later)
	if err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(string(line), "}") + "," + string(later[1:])), nil
}
