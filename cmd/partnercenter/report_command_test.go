// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

// resolvedAfter returns an event that was detected 50 hours ago and resolved after that long.
func resolvedAfter(took time.Duration) func(*emulator.Event) {
	return func(e *emulator.Event) {
		e.EventStatus, e.ResolvedReason, e.ResolvedBy = "Resolved", "Fraud", "kim@contoso.com"
		e.ResolvedOn = time.Now().Add(took - 50*time.Hour).UTC().Format("2006-01-02T15:04:05.999")
	}
}

func TestReport_EveryForm(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	inject(server, "quick", 50*time.Hour, resolvedAfter(time.Hour))
	inject(server, "slow", 50*time.Hour, resolvedAfter(49*time.Hour))
	inject(server, "open", 30*time.Hour)
	for form, wanted := range map[string]string{"html": "No: 25.0 h on average", "json": `"open": 1`,
		"markdown": "## Overdue: 1", "csv": "all,all,3,1,"} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "report -o "+form)
		expect.Contains(t, s.out.String(), wanted)
		s.wantNoSecret(t, s.said())
	}
	expect.Equal(t, "writes", 0, server.Count(emulator.KindUpdate))
}

func TestReport_TheFolderKeepsUnlistedEvents(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	inject(server, "gone", 50*time.Hour, resolvedAfter(time.Hour))
	folder := t.TempDir()
	kept, out := filepath.Join(folder, "kept"), filepath.Join(folder, "report.json")
	for _, step := range []func(){func() {}, func() { expect.NoError(t, server.Remove("gone")) }} {
		step()
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "report -o json --severity Medium --keep "+kept+" --out "+out)
		content, err := os.ReadFile(out)
		expect.NoError(t, err)
		var figures struct {
			Resolution struct {
				Number int `json:"number"`
			} `json:"resolution"`
		}
		expect.NoError(t, json.Unmarshal(content, &figures))
		expect.Equal(t, "resolved", 1, figures.Resolution.Number)
	}
}

// A run lists only once it has the folder: an older listing must not replace a newer one.
func TestReport_WaitsForTheFolderBeforeItLists(t *testing.T) {
	t.Parallel()
	kept := t.TempDir()
	folder, err := report.OpenFolder(t.Context(), kept)
	expect.NoError(t, err)
	s := newSession(t, startEmulator(t), nil)
	s.ends(t, exitFailure, "report --timeout 200ms --keep "+kept)
	expect.Contains(t, s.errors.String(), "another report uses the folder")
	s.expectNoRequests(t)
	expect.NoError(t, folder.Close())
	s.ends(t, exitOK, "report --keep "+kept)
}

func TestReport_MistakesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for args, wanted := range map[string]string{
		"--month 2026-13": "--month must be a month such as 2026-11, got \"2026-13\".",
		"--since soon":    "--since must be an age such as", "--by day": "must be one of week, month",
		"--since 1d --month 2026-11": "--since conflicts with --month.", "-o pdf": "must be one of html",
		"--timeout 0s": "--timeout must be greater than 0",
	} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, "report "+args)
		s.expectNoRequests(t)
		expect.Contains(t, s.errors.String(), wanted)
	}
}
