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

// watchMemory watches every process that runs the program, until stop is called, which returns the highest peak of any
// of them in KiB. A CLI starts a provider several times in one command, and ends it without asking.
func watchMemory(program string) (stop func() int) {
	end, result := make(chan struct{}), make(chan int)
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		peak := 0
		for {
			select {
			case <-end:
				result <- peak
				return
			case <-tick.C:
				peak = max(peak, highest(program))
			}
		}
	}()
	return func() int {
		close(end)
		return <-result
	}
}

// highest is the highest VmHWM among the processes that run the program now.
func highest(program string) int {
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		return 0
	}
	peak := 0
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && target == program {
			peak = max(peak, highWaterMark(filepath.Join(filepath.Dir(link), "status")))
		}
	}
	return peak
}

// highWaterMark reads VmHWM, in KiB; 0 if the process has just ended.
func highWaterMark(status string) int {
	content, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(content)) {
		value, ok := strings.CutPrefix(line, "VmHWM:")
		if !ok {
			continue
		}
		if kib, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "kB"))); err == nil {
			return kib
		}
	}
	return 0
}
