// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// decodeEvents reads a list of events and hands each to visit while the rest is still coming in. It takes a bare array
// and an object with items, and 204 or null as an empty list (docs-dev/api.md, Read and Assumptions). It
// returns a *DecodeError, a *brokenBody, or the error of visit as it is.
func decodeEvents(body *replyBody, visit func(FraudEvent) error) error {
	d := &listDecoder{body: body, in: newValueReader(body), events: newEventReader(), visit: visit}
	return d.reply()
}

// listDecoder walks through one reply. What is around the events is read here; what is in one, by events. Whether a
// value is valid JSON is always left to encoding/json.
type listDecoder struct {
	body   *replyBody
	in     *valueReader
	events *eventReader
	visit  func(FraudEvent) error
}

// reply reads the whole reply.
func (d *listDecoder) reply() error {
	d.in.skipBOM()
	first, err := d.in.peek()
	switch {
	case errors.Is(err, io.EOF) && d.body.mayBeEmpty:
		return nil
	case errors.Is(err, io.EOF):
		return d.problem(ProblemEmpty, nil)
	case err != nil:
		return err
	case first == '<':
		return d.problem(ProblemHTML, nil)
	case first == '{':
		err = d.collection()
	default:
		err = d.array()
	}
	if err != nil {
		return err
	}
	switch _, err = d.in.peek(); {
	case err == nil:
		return d.problem(ProblemTrailing, nil)
	case errors.Is(err, io.EOF):
		return nil
	}
	return err
}

// collection reads {"items": […]}, with any other keys before and after.
func (d *listDecoder) collection() error {
	found := false
	err := d.sequence('}', func(first byte) error {
		if first != '"' {
			return d.unexpected(first, "a key")
		}
		key, err := d.value()
		if err != nil {
			return err
		}
		isItems := strings.EqualFold(d.events.text(key), "items")
		if err := d.mark(':'); err != nil {
			return err
		}
		if isItems {
			found = true
			return d.array()
		}
		_, err = d.value()
		return err
	})
	if err == nil && !found {
		return d.problem(ProblemNotCollection, nil)
	}
	return err
}

// array reads the array of events, or null.
func (d *listDecoder) array() error {
	switch first, err := d.in.peek(); {
	case err != nil:
		return d.ended(err)
	case first == '[':
		return d.sequence(']', func(byte) error { return d.event() })
	}
	value, err := d.value()
	if err == nil && !isNull(value) {
		return d.problem(ProblemNotCollection, nil)
	}
	return err
}

// sequence takes an opening bracket, what read takes between commas, and the closing bracket. read gets the first byte
// of what it is to take.
func (d *listDecoder) sequence(closing byte, read func(first byte) error) error {
	d.in.take()
	for n := 0; ; n++ {
		next, err := d.in.peek()
		switch {
		case err != nil:
			return d.ended(err)
		case next == closing && n == 0:
			d.in.take()
			return nil
		}
		if err := read(next); err != nil {
			return err
		}
		switch next, err = d.in.peek(); {
		case err != nil:
			return d.ended(err)
		case next != ',' && next != closing:
			return d.unexpected(next, "a comma or the end")
		}
		if d.in.take(); next == closing {
			return nil
		}
		if _, err = d.in.peek(); err != nil {
			return d.ended(err)
		}
	}
}

// event reads one event and hands it out.
func (d *listDecoder) event() error {
	raw, err := d.value()
	switch {
	case err != nil:
		return err
	case raw[0] != '{':
		return d.problem(ProblemNotEvent, nil)
	}
	event, err := d.events.read(raw)
	switch {
	case err != nil:
		return d.problem(ProblemNoEventID, err)
	case strings.TrimSpace(event.EventID) == "":
		return d.problem(ProblemNoEventID, nil)
	}
	return d.visit(event)
}

// value takes a whole value, and makes sure that it is JSON.
func (d *listDecoder) value() ([]byte, error) {
	if _, err := d.in.peek(); err != nil {
		return nil, d.ended(err)
	}
	if raw := d.in.wholeValue(); raw != nil {
		return raw, nil
	}
	start := d.in.offset()
	raw, err := d.in.value()
	switch {
	case d.body.failed != nil && err != nil:
		return nil, d.body.failed
	case (err == nil || errors.Is(err, io.EOF)) && isValid(raw):
		return raw, nil
	}
	return nil, d.explain(raw, start, err)
}

// explain words what is wrong with a value that starts at an offset. err says why it has no end, if it has none. It may
// be wrong before that: encoding/json knows, and has the words for it.
func (d *listDecoder) explain(raw []byte, start int64, err error) error {
	var bad *json.SyntaxError
	cause := json.NewDecoder(bytes.NewReader(raw)).Decode(new(json.RawMessage))
	if cause == nil {
		cause = json.Unmarshal(raw, new(json.RawMessage))
	}
	switch {
	case errors.As(cause, &bad):
		return d.body.problem(ProblemNotJSON, start+bad.Offset, cause)
	case errors.Is(err, errValueTooLong):
		tooLong := d.body.problem(ProblemValueTooLarge, start, nil)
		tooLong.Limit = maxValue
		return tooLong
	case err != nil:
		return d.body.problem(ProblemTruncated, start+int64(len(raw)), nil)
	}
	return d.body.problem(ProblemNotJSON, start+int64(len(raw)), cause)
}

// mark takes the one byte that must come next.
func (d *listDecoder) mark(want byte) error {
	switch next, err := d.in.peek(); {
	case err != nil:
		return d.ended(err)
	case next != want:
		return d.unexpected(next, fmt.Sprintf("%q", want))
	}
	d.in.take()
	return nil
}

func (d *listDecoder) unexpected(got byte, wanted string) error {
	return d.problem(ProblemNotJSON, fmt.Errorf("there is %q where %s should be", got, wanted))
}

// ended words the end of the reply where something is missing.
func (d *listDecoder) ended(err error) error {
	if errors.Is(err, io.EOF) {
		return d.problem(ProblemTruncated, nil)
	}
	return err
}

func (d *listDecoder) problem(p DecodeProblem, err error) error {
	return d.body.problem(p, d.in.offset(), err)
}
