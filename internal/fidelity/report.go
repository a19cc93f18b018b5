// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/parity"
)

// Version is the version of the form of reports. Another one cannot be read.
const Version = 1

// Report is what one account sees of the service.
type Report struct {
	Version  int    `json:"version"`
	Program  string `json:"program"` // the version of the program
	Date     string `json:"date"`
	Cloud    string `json:"cloud"`
	Emulator bool   `json:"emulator"` // the service says that it is the emulator

	Observations map[string]string `json:"observations"` // by key; numbers are texts
	NotObserved  []string          `json:"not_observed"` // all other keys
	Calls        []Call            `json:"calls"`
}

// Call is one call, and the shape of its reply.
type Call struct {
	Name         string       `json:"call"`
	Outcome      string       `json:"outcome"`
	Status       int          `json:"status,omitempty"`
	Code         string       `json:"code,omitempty"` // a documented one, or "unknown"
	Took         string       `json:"took,omitempty"`
	Headers      []string     `json:"headers,omitempty"` // documented ones
	OtherHeaders string       `json:"other_headers,omitempty"`
	Content      string       `json:"content,omitempty"`
	Size         string       `json:"size,omitempty"`
	Body         *shape.Shape `json:"body,omitempty"`
	Cut          string       `json:"cut,omitempty"` // how many places of the body are left out
}

// Sent returns how many calls were made.
func (r *Report) Sent() int {
	n := 0
	for _, call := range r.Calls {
		if call.Outcome != NotSent && call.Outcome != NoToken {
			n++
		}
	}
	return n
}

// Observer collects observations. Only keys and values of the table of facts are kept.
type Observer struct {
	keys map[string]parity.Key
	seen map[string]string

	// Refused lists what is not in the table: a mistake of the program.
	Refused []string
}

// NewObserver returns an observer that has seen nothing.
func NewObserver() (*Observer, error) {
	keys, err := parity.Keys()
	if err != nil {
		return nil, err
	}
	return &Observer{keys: keys, seen: map[string]string{}}, nil
}

// See adds an observation. The first one of a key counts.
func (o *Observer) See(key, value string) {
	if !allowed(o.keys[key], value) {
		o.Refused = append(o.Refused, key+" "+value)
		return
	}
	if _, ok := o.seen[key]; !ok {
		o.seen[key] = value
	}
}

// SeeNumber adds a number that a rule of the service could be. Any other number is left out: it is
// a count of what the account has.
func (o *Observer) SeeNumber(key string, n int) {
	if value := strconv.Itoa(n); isLimit(value) {
		o.See(key, value)
	}
}

// Seen returns the observation of a key, or "".
func (o *Observer) Seen(key string) string { return o.seen[key] }

// Add writes the observations into a report.
func (o *Observer) Add(r *Report) {
	r.Observations, r.NotObserved = o.seen, []string{}
	for _, key := range slices.Sorted(maps.Keys(o.keys)) {
		if _, ok := o.seen[key]; !ok {
			r.NotObserved = append(r.NotObserved, key)
		}
	}
}

// numberPattern has the numbers that people choose for limits: up to 9, round ones, and powers of
// two. All other lengths of lists are counts, which can identify an account. It also limits what a
// report can make the emulator do.
const numberPattern = `^([1-9]|25|75|[1-9][05]?0|[1-9]\d?00|[1-9]\d?000|` +
	`16|32|64|128|256|512|1024|2048|4096)$`

func isLimit(value string) bool { return regexp.MustCompile(numberPattern).MatchString(value) }

func allowed(key parity.Key, value string) bool {
	return slices.Contains(key.Values, value) ||
		key.Number && isLimit(value)
}

// maxSize is the largest report, in bytes. Documented replies make one of 200 kB.
const maxSize = 1 << 20

// Encode returns the report as a file. If it is too large, it loses its largest bodies.
func (r *Report) Encode() ([]byte, error) {
	for {
		text, err := json.MarshalIndent(r, "", "  ")
		if err != nil || len(text) < maxSize {
			return append(text, '\n'), err
		}
		row := r.largest()
		if row == nil {
			return nil, errTooLarge
		}
		row.Body, row.Cut = nil, shape.Count(math.MaxInt)
	}
}

// errTooLarge is a mistake of the program: without bodies, each call has only a few lines.
var errTooLarge = errors.New("the report is too large")

// largest returns the call with the largest body, or nil.
func (r *Report) largest() (row *Call) {
	most := 0
	for i, c := range r.Calls {
		if text, err := json.Marshal(c.Body); err == nil && c.Body != nil && len(text) > most {
			row, most = &r.Calls[i], len(text)
		}
	}
	return row
}

// Shortened returns the number of calls whose bodies are not described in full.
func (r *Report) Shortened() (n int) {
	for _, c := range r.Calls {
		if c.Cut != "" {
			n++
		}
	}
	return n
}
