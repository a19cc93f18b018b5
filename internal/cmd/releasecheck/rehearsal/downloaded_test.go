// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

func TestCheckDownloaded_WhatARehearsalHasKept(t *testing.T) {
	t.Parallel()
	x := newFixture(t)
	good := x.goodRelease(t)
	config := release.Config{Project: good.Project}
	dir := filepath.Join(t.TempDir(), "kept")
	expect.NoError(t, good.keep(dir, x.key))
	files, key := filepath.Join(dir, keptFiles), filepath.Join(dir, keptKey)
	expect.NoError(t, CheckDownloaded(files, key, config, good.Targets))

	another := filepath.Join(t.TempDir(), "another")
	expect.NoError(t, good.keep(another, expect.Must(NewKey())(t)))
	kept := Folder{Dir: files, Project: good.Project, Version: good.Version}
	for _, keyFile := range []string{filepath.Join(another, keptKey), kept.path(kept.sums())} {
		refused(t, CheckDownloaded(files, keyFile, config, good.Targets), "key")
	}
	expect.NoError(t, os.Remove(kept.path(kept.sums())))
	refused(t, CheckDownloaded(files, key, config, good.Targets), "SHA256SUMS, want 1")
}

func refused(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
