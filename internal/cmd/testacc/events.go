// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
	"time"
)

// event is one line that go test -json prints: https://pkg.go.dev/cmd/test2json.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64
}

// test is a test or a subtest. Its outcome is empty until it ends.
type test struct {
	pkg     string // the last element of the package's path
	name    string
	outcome outcome
	output  strings.Builder
}

// recorder collects the events of a run, and shows failures as they happen.
type recorder struct {
	log     io.Writer
	tests   []*test
	open    map[string]*test            // in progress, by package and name
	printed map[string]*strings.Builder // what packages printed outside of tests
}

func newRecorder(log io.Writer) *recorder {
	return &recorder{log: log, open: map[string]*test{}, printed: map[string]*strings.Builder{}}
}

// read reads all events. It prints a line that is not an event unchanged.
func (r *recorder) read(events io.Reader) error {
	lines := bufio.NewReader(events)
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		switch {
		case len(line) == 0:
		case json.Unmarshal(line, &e) != nil:
			_, _ = r.log.Write(line)
		default:
			r.take(e)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *recorder) take(e event) {
	switch {
	case e.Action == "build-output":
		_, _ = io.WriteString(r.log, e.Output)
	case e.Package == "":
	case e.Test == "":
		r.takePackage(e)
	default:
		r.takeTest(e)
	}
}

func (r *recorder) takeTest(e event) {
	key := e.Package + "." + e.Test
	t := r.open[key]
	if t == nil {
		t = &test{pkg: path.Base(e.Package), name: e.Test}
		r.open[key] = t
		r.tests = append(r.tests, t)
	}
	switch e.Action {
	case "output":
		t.output.WriteString(e.Output)
	case "pass":
		r.end(key, passed)
	case "skip":
		r.end(key, skipped)
	case "fail":
		r.end(key, failed)
	}
}

func (r *recorder) takePackage(e event) {
	printed := r.printed[e.Package]
	if printed == nil {
		printed = &strings.Builder{}
		r.printed[e.Package] = printed
	}
	switch e.Action {
	case "output":
		printed.WriteString(e.Output)
	case "pass", "skip":
		r.announce(e, "ok")
		delete(r.printed, e.Package)
	case "fail":
		r.announce(e, "FAIL")
		delete(r.printed, e.Package)
		r.packageFailed(e.Package, printed.String())
	}
}

func (r *recorder) announce(e event, word string) {
	took := time.Duration(e.Elapsed * float64(time.Second)).Round(time.Second)
	_, _ = fmt.Fprintf(r.log, "%-4s  %s  %s\n", word, path.Base(e.Package), took)
}

// packageFailed records a package that ended before its tests did, or without any: it did not
// compile, panicked, or timed out.
func (r *recorder) packageFailed(pkg, printed string) {
	known := false
	for _, t := range r.tests {
		known = known || t.pkg == path.Base(pkg) && t.outcome == failed
	}
	for key, t := range r.open {
		if strings.HasPrefix(key, pkg+".") {
			known = true
			t.output.WriteString("The test did not end.\n")
			r.end(key, failed)
		}
	}
	if !known {
		r.tests = append(r.tests, &test{pkg: path.Base(pkg), name: "(package)", outcome: failed})
	}
	_, _ = io.WriteString(r.log, printed)
}

func (r *recorder) end(key string, as outcome) {
	t := r.open[key]
	delete(r.open, key)
	t.outcome = as
	if as == failed {
		_, _ = fmt.Fprintf(r.log, "\n--- FAIL: %s.%s\n%s\n", t.pkg, t.name,
			withoutNotes(t.output.String()))
	}
}

// results returns the counted tests: each test without subtests, and each other test that failed
// itself.
func (r *recorder) results() []result {
	children, failedChild := map[string]bool{}, map[string]bool{}
	for _, t := range r.tests {
		for i := range t.name {
			if t.name[i] == '/' {
				parent := t.pkg + "." + t.name[:i]
				children[parent] = true
				failedChild[parent] = failedChild[parent] || t.outcome == failed
			}
		}
	}
	var all []result
	for _, t := range r.tests {
		full := t.pkg + "." + t.name
		if !children[full] || t.outcome == failed && !failedChild[full] {
			all = append(all, result{name: full, outcome: t.outcome, reason: skipReason(t)})
		}
	}
	return all
}

var logLine = regexp.MustCompile(`(?m)^\s*[\w.-]+\.go:\d+: (.*)$`)

// skipReason returns the last message of a skipped test.
func skipReason(t *test) string {
	if t.outcome != skipped {
		return ""
	}
	said := logLine.FindAllStringSubmatch(t.output.String(), -1)
	if len(said) == 0 {
		return "no reason given"
	}
	return said[len(said)-1][1]
}

// withoutNotes omits go test's own progress messages.
func withoutNotes(output string) string {
	var kept strings.Builder
	for line := range strings.Lines(output) {
		if !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(strings.TrimSpace(line), "--- ") {
			kept.WriteString(line)
		}
	}
	return kept.String()
}
