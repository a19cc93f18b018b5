// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strings"
	"time"
)

// measurement is the cost of one CLI command.
type measurement struct {
	time   time.Duration
	calls  map[string]int
	peak   int // KiB; 0 if unknown
	output string
}

// row is one line of the table.
type row struct {
	Case          string   `json:"case"`
	N             int      `json:"n"`
	Subscriptions int      `json:"subscriptions"`
	List          int      `json:"list"`
	Update        int      `json:"update"`
	Token         int      `json:"token"`
	Seconds       float64  `json:"seconds"`
	FloorSeconds  float64  `json:"floor_seconds"`
	Ratio         float64  `json:"ratio"`
	PeakKiB       int      `json:"provider_peak_kib"` // 0: unknown
	Targets       []target `json:"targets"`
}

// target is a limit and whether it was met. The text has the limit and the measured value.
type target struct {
	Text string `json:"text"`
	Met  bool   `json:"met"`
}

func (t target) String() string {
	if t.Met {
		return t.Text + ": ok"
	}
	return t.Text + ": OVER"
}

// limit compares a measurement with what it may cost.
type limit func(ours, floor measurement) target

// count is a number of a measurement, and its noun.
type count func(measurement) (int, string)

func listings(m measurement) (int, string) { return m.calls["list"], "listings" }

func posts(m measurement) (int, string) { return m.calls["update"], "POSTs" }

func alertListings(m measurement) (int, string) {
	return m.calls["security-alerts"], "listings"
}

// patches counts updates of alerts, without those within batches.
func patches(m measurement) (int, string) { return m.calls["update-security-alert"], "PATCHes" }

func batches(m measurement) (int, string) { return m.calls["graph-batch"], "batches" }

// changes counts the decisions that a plan changes to the reason of changeOne.
func changes(m measurement) (int, string) {
	return strings.Count(m.output, `-> "Ignore"`), "changes shown"
}

func atMost(most int, of count) limit {
	return func(ours, _ measurement) target {
		got, noun := of(ours)
		return target{fmt.Sprintf("%d of at most %d %s", got, most, noun), got <= most}
	}
}

func exactly(want int, of count) limit {
	return func(ours, _ measurement) target {
		got, noun := of(ours)
		return target{fmt.Sprintf("%d of %d %s", got, want, noun), got == want}
	}
}

func withinRatio(most float64) limit {
	return func(ours, floor measurement) target {
		got := ours.time.Seconds() / floor.time.Seconds()
		return target{fmt.Sprintf("%.2f of at most %.0f times the floor", got, most), got <= most}
	}
}

func says(text string) limit {
	return func(ours, _ measurement) target {
		return target{fmt.Sprintf("says %q", text),
			strings.Contains(strings.Join(strings.Fields(ours.output), " "), text)}
	}
}

// peakAbove limits the peak above an idle provider's, in MiB. It reports nothing if peaks are
// unknown.
func peakAbove(idle measurement, most int) limit {
	return func(ours, _ measurement) target {
		if ours.peak == 0 || idle.peak == 0 {
			return target{Text: "peak memory unknown here"}
		}
		got := (ours.peak - idle.peak) / 1024
		return target{fmt.Sprintf("%d of at most %d MiB above idle", got, most), got <= most}
	}
}

// always states what a run would otherwise have reported as an error.
func always(text string) limit {
	return func(measurement, measurement) target { return target{text, true} }
}
