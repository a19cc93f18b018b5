// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

// keep is a run that has listed the records.
func keep(t *testing.T, path string, records []report.Record) ([]report.Record, int, error) {
	t.Helper()
	folder, err := report.OpenFolder(t.Context(), path)
	expect.NoError(t, err)
	all, unlisted, err := folder.Keep(records)
	return all, unlisted, errors.Join(err, folder.Close())
}

// Two runs at once lose nothing: each sees what those before it have kept.
func TestKeep_RunsAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kept")
	const runs = 8
	var group sync.WaitGroup
	for i := range runs {
		group.Go(func() {
			_, _, err := keep(t, path,
				[]report.Record{report.NewRecord(resolved(fmt.Sprint("event-", i), 40*day, day))})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	all, _, err := keep(t, path, nil)
	expect.NoError(t, err)
	expect.Equal(t, "kept", runs, len(all))
}

func TestKeep_WaitsForTheLockAsLongAsTheCallerDoes(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	folder, err := report.OpenFolder(t.Context(), path)
	expect.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	_, err = report.OpenFolder(ctx, path)
	if err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("the error is %v", err)
	}
	expect.NoError(t, folder.Close())
	folder, err = report.OpenFolder(t.Context(), path)
	expect.NoError(t, err)
	expect.NoError(t, folder.Close())
}

func TestKeep_ResolvedEventsStayWhenTheyLeaveTheList(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "kept")
	undated := report.NewRecord(hostile("undated"))
	undated.EventTime = time.Time{}
	done := report.NewRecord(resolved("Done", 40*day, day))
	_, _, err := keep(t, folder, []report.Record{done, undated,
		report.NewRecord(open("open", day))})
	expect.NoError(t, err)
	path := filepath.Join(folder, "2026-10.jsonl")
	info, err := os.Stat(path)
	expect.NoError(t, err)
	expect.Equal(t, "mode", "-rw-------", info.Mode().String())
	content, err := os.ReadFile(path)
	expect.NoError(t, err)
	extended := strings.Replace(string(content), "}", `,"of_later":{"a":1}}`, 1)
	expect.NoError(t, os.WriteFile(path, []byte(extended), 0o600))

	undated.EventTime = noon() // the service finally says it
	again := report.NewRecord(resolved("DONE", 40*day, day))
	all, unlisted, err := keep(t, folder, []report.Record{again, undated})
	expect.NoError(t, err)
	expect.Equal(t, "kept", 2, len(all))
	expect.Equal(t, "unlisted", 1, unlisted)
	content, err = os.ReadFile(path)
	expect.NoError(t, err)
	expect.Contains(t, string(content), `"DONE"`, `"of_later":{"a":1}`)
	all, _, err = keep(t, folder, nil)
	expect.NoError(t, err)
	expect.Equal(t, "kept", 1, len(all)) // the other one was open
}

func TestKeep_ABrokenLineChangesNothing(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"{", `{"event_id":"a"}`, "null", "[]", `{"event_time":"now"}`} {
		folder := t.TempDir()
		path := filepath.Join(folder, "2026-11.jsonl")
		content := "\n" + line + "\n"
		expect.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		_, _, err := keep(t, folder, []report.Record{report.NewRecord(open("a", 60*day))})
		if err == nil {
			t.Errorf("%s passed", line)
			continue
		}
		expect.Contains(t, err.Error(), path, "line 2")
		left, err := filepath.Glob(filepath.Join(folder, "*.jsonl"))
		expect.NoError(t, err)
		kept, err := os.ReadFile(path)
		expect.NoError(t, err)
		if len(left) != 1 || string(kept) != content {
			t.Errorf("%s: the folder has changed", line)
		}
	}
}
