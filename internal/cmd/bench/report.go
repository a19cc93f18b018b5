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

func (t target) String() string {
	if t.Met {
		return t.Text + ": ok"
	}
	return t.Text + ": OVER"
}

func atMost(what string, got, most int) target {
	return target{fmt.Sprintf("%d of at most %d %s", got, most, what), got <= most}
}

func exactly(what string, got, want int) target {
	return target{fmt.Sprintf("%d of %d %s", got, want, what), got == want}
}

func withinRatio(ours, floor measurement, most float64) target {
	got := ours.time.Seconds() / floor.time.Seconds()
	return target{fmt.Sprintf("%.2f of at most %.0f times the floor", got, most), got <= most}
}

func says(m measurement, text string) target {
	return target{fmt.Sprintf("says %q", text),
		strings.Contains(strings.Join(strings.Fields(m.output), " "), text)}
}

// peakAbove limits the peak above an idle provider's, in MiB. It reports nothing if peaks are
// unknown.
func peakAbove(m, idle measurement, most int) target {
	if m.peak == 0 || idle.peak == 0 {
		return target{Text: "peak memory unknown here"}
	}
	got := (m.peak - idle.peak) / 1024
	return target{fmt.Sprintf("%d of at most %d MiB above idle", got, most), got <= most}
}

// add completes a row with the measurements.
func (b *bench) add(r row, ours, floor measurement, targets ...target) {
	r.List, r.Update, r.Token = ours.calls["list"], ours.calls["update"], ours.calls["token"]
	r.Seconds, r.FloorSeconds = ours.time.Seconds(), floor.time.Seconds()
	r.Ratio = r.Seconds / r.FloorSeconds
	r.PeakKiB, r.Targets = ours.peak, targets
	b.rows = append(b.rows, r)
}

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
