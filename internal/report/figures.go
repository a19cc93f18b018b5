// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"slices"
	"time"
)

// Figures describe a set of durations. Without durations, everything is 0.
type Figures struct {
	Number       int     `json:"number"`
	MeanHours    float64 `json:"mean_hours"`
	MedianHours  float64 `json:"median_hours"`
	P90Hours     float64 `json:"p90_hours"`
	P95Hours     float64 `json:"p95_hours"`
	SlowestHours float64 `json:"slowest_hours"`
	Within1h     float64 `json:"within_1h"`  // share, from 0 to 1; exactly 1 hour counts
	Within24h    float64 `json:"within_24h"` // share, from 0 to 1; exactly 24 hours counts
}

// figuresOf sorts the durations.
func figuresOf(durations []time.Duration) Figures {
	n := len(durations)
	if n == 0 {
		return Figures{}
	}
	slices.Sort(durations)
	return Figures{
		Number: n, MeanHours: sum(durations) / float64(n),
		MedianHours: (durations[(n-1)/2].Hours() + durations[n/2].Hours()) / 2,
		P90Hours:    percentile(durations, 90), P95Hours: percentile(durations, 95),
		SlowestHours: durations[n-1].Hours(),
		Within1h:     shareWithin(durations, time.Hour), Within24h: shareWithin(durations, goal),
	}
}

// sum returns hours. It adds whole seconds, so that the result does not depend on the order.
func sum(durations []time.Duration) float64 {
	var seconds int64
	for _, d := range durations {
		seconds += int64(d / time.Second)
	}
	return float64(seconds) / time.Hour.Seconds()
}

// percentile returns the nearest rank: the smallest duration that at least p percent do not exceed.
func percentile(sorted []time.Duration, p int) float64 {
	const whole = 100
	rank := (len(sorted)*p + whole - 1) / whole
	return sorted[rank-1].Hours()
}

func shareWithin(sorted []time.Duration, limit time.Duration) float64 {
	n, _ := slices.BinarySearch(sorted, limit+1)
	return float64(n) / float64(len(sorted))
}
