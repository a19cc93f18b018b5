// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package audit_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
)

// largestFile has room for all files of a test but the one that is to be cut off.
const largestFile = 1 << 20

// A write fails in the middle of a line, as on a full disk, and once more before its first byte.
// The next line is whole, and there is no empty one.
//
//nolint:paralleltest // it limits the files of this process
func TestAppend_ALineAfterAFailedWriteIsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	log := openLog(t, path, "")
	record := func(id string, size int) audit.Record {
		return audit.Record{SubscriptionID: "s1", EventID: id,
			Annotations: map[string]string{"rationale": strings.Repeat("x", size)}}
	}
	limited(t, func() {
		for _, id := range []string{"cut", "missing"} {
			if err := log.Append(record(id, largestFile)); !errors.Is(err, syscall.EFBIG) {
				t.Errorf("%s: %v", id, err)
			}
		}
		expect.Equal(t, "size", largestFile, int(expect.Must(os.Stat(path))(t).Size()))
	})
	for _, id := range []string{"e1", "e2"} {
		expect.NoError(t, log.Append(record(id, 0)))
	}
	got := lines(t, path)
	for i, id := range []string{"cut", "e1", "e2"} {
		line := got[min(i, len(got)-1)]
		expect.Contains(t, line, `"event_id":"`+id+`"`)
		expect.Equal(t, id, i > 0, json.Valid([]byte(line)))
	}
	expect.Equal(t, "lines", 3, len(got))
}

// A write that fails before its first byte cuts nothing off.
//
//nolint:paralleltest // it limits the files of this process
func TestAppend_AWriteOfNothingLeavesNoEmptyLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	whole := strings.Repeat("x", largestFile-1) + "\n"
	expect.NoError(t, os.WriteFile(path, []byte(whole), 0o600))
	log := openLog(t, path, "")
	limited(t, func() {
		if err := log.Append(audit.Record{EventID: "missing"}); !errors.Is(err, syscall.EFBIG) {
			t.Error(err)
		}
	})
	expect.NoError(t, log.Append(audit.Record{EventID: "e1"}))
	content := expect.Must(os.ReadFile(path))(t)
	expect.Equal(t, "begins the line", "{", string(content[largestFile:largestFile+1]))
	expect.Contains(t, string(content[largestFile:]), `"event_id":"e1"`)
}

// limited calls a function while no file can grow beyond the largest one.
func limited(t *testing.T, call func()) {
	t.Helper()
	var before syscall.Rlimit
	expect.NoError(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	signal.Ignore(syscall.SIGXFSZ) // so that the write returns an error
	defer signal.Reset(syscall.SIGXFSZ)
	limit := before
	limit.Cur = largestFile
	expect.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit))
	defer func() { expect.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before)) }()
	call()
}
