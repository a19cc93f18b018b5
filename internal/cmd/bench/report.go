// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
)

// printTable writes the rows for a person.
func printTable(w io.Writer, b *bench) {
	_, _ = fmt.Fprintf(w, "%s %s, %s/%s, %d CPUs\n", b.cli.Product, b.cli.Version, runtime.GOOS,
		runtime.GOARCH, runtime.NumCPU())
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "case\tN\tsubs\tlist\tupdate\ttoken\ttime\tfloor\tratio\tpeak\ttargets")
	for _, r := range b.rows {
		peak := "-"
		if r.PeakKiB > 0 {
			peak = fmt.Sprintf("%d MiB", r.PeakKiB/1024)
		}
		var targets []string
		for _, t := range r.Targets {
			targets = append(targets, t.String())
		}
		_, _ = fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%.2f s\t%.2f s\t%.2f\t%s\t%s\n", r.Case, r.N,
			r.Subscriptions,
			r.List, r.Update, r.Token, r.Seconds, r.FloorSeconds, r.Ratio, peak, strings.Join(targets, "; "))
	}
	_ = table.Flush()
}

// writeJSON writes the rows for a program.
func writeJSON(path string, b *bench) error {
	content, err := json.MarshalIndent(map[string]any{
		"cli": b.cli.Product, "version": b.cli.Version, "os": runtime.GOOS, "arch": runtime.GOARCH,
		"cpus": runtime.NumCPU(), "rows": b.rows,
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(content, '\n'), 0o600)
}
