// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// recordVariable names the folder for records. If it is set, only the tests of the claims run.
const recordVariable = "ACC_RECORD"

// record has the results of the claims with one CLI, as stored in a file. A claim whose test did
// not run is missing.
type record struct {
	Product string            `json:"product"`
	Version string            `json:"version"`
	Date    string            `json:"date"` // as in 2026-11-26
	Results map[string]proven `json:"results"`
}

// proven is the result of a claim's test. The key in a record is the test's name.
type proven struct {
	Outcome outcome `json:"outcome"`
	Reason  string  `json:"reason,omitempty"` // why it was skipped
}

func recordOf(r run, now time.Time) record {
	all := record{Product: r.cli.Product, Version: r.cli.Version,
		Date: now.UTC().Format(time.DateOnly), Results: map[string]proven{}}
	for _, c := range claims() {
		if p := provenBy(r.results, c.test); p.Outcome != "" {
			p.Reason = strings.TrimPrefix(p.Reason, r.title()+" ")
			all.Results[c.test] = p
		}
	}
	return all
}

// provenBy returns the worst result of a test and its subtests: one that failed, else one that was
// skipped.
func provenBy(results []result, test string) proven {
	rank := map[outcome]int{passed: 1, skipped: 2, failed: 3}
	var worst proven
	for _, r := range results {
		if r.name != test && !strings.HasPrefix(r.name, test+"/") {
			continue
		}
		if rank[r.outcome] > rank[worst.Outcome] {
			worst = proven{Outcome: r.outcome, Reason: r.reason}
		}
	}
	return worst
}

func (r record) fileName() string {
	return strings.ToLower(r.Product) + "-" + r.Version + ".json"
}

func writeRecord(folder string, r record) error {
	content, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, r.fileName()), append(content, '\n'), 0o600)
}

// readRecords returns the records of a folder.
func readRecords(folder string) ([]record, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil {
		return nil, err
	}
	var all []record
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var r record
		if err := json.Unmarshal(content, &r); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, r)
	}
	return all, nil
}
