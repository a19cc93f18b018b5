// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Scanning all processes costs more than reading one, and takes CPU time from the measured
// processes.
const (
	betweenSearches = 100 * time.Millisecond
	betweenReadings = 20 * time.Millisecond
)

// watchMemory watches every process that runs the program until stop is called, which returns the
// highest peak of any of them in KiB. A CLI starts and ends a provider several times in one
// command. A process that runs for less than 100 ms may be missed.
func watchMemory(program string) (stop func() int) {
	end, result := make(chan struct{}), make(chan int)
	go func() {
		search, reading := time.NewTicker(betweenSearches), time.NewTicker(betweenReadings)
		defer search.Stop()
		defer reading.Stop()
		var running []string
		peak := 0
		for {
			select {
			case <-end:
				result <- peak
				return
			case <-search.C:
				running = processesOf(program)
			case <-reading.C:
				for _, process := range running {
					peak = max(peak, highWaterMark(filepath.Join(process, "status")))
				}
			}
		}
	}()
	return func() int {
		close(end)
		return <-result
	}
}

// processesOf returns the folders in /proc of the processes that run the program now.
func processesOf(program string) []string {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []string
	for _, entry := range entries {
		folder := "/proc/" + entry.Name()
		if target, err := os.Readlink(filepath.Join(folder, "exe")); err == nil && target == program &&
			entry.Name() != "self" {
			found = append(found, folder)
		}
	}
	return found
}

// highWaterMark reads VmHWM, in KiB; 0 if the process has just ended.
func highWaterMark(status string) int {
	content, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(content)) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "VmHWM:" {
			kib, _ := strconv.Atoi(words[1])
			return kib
		}
	}
	return 0
}
