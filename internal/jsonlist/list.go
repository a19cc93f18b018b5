// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Read reads a list of objects and passes each to visit while the rest is still arriving. It
// accepts a bare array, an object with items, and null as an empty list. It returns an *Error, a
// *BrokenError, or the error of visit unchanged.
func Read(from Source, visit func(Element) error) error {
	body := &body{Source: from}
	d := &decoder{body: body, in: newValueReader(body), visit: visit}
	return d.reply()
}

// Element is an object of the list. Its JSON is valid, and usable until visit returns.
type Element struct {
	JSON []byte
	list *decoder
}

// Problem returns an *Error with a problem of the element and its end in the reply.
func (e Element) Problem(p Problem, err error) error { return e.list.problem(p, err) }

// decoder walks through one reply. It reads everything around the elements; visit reads the
// elements. encoding/json always decides whether a value is valid JSON.
type decoder struct {
	body  *body
	in    *valueReader
	visit func(Element) error
}

// reply reads the whole reply.
func (d *decoder) reply() error {
	d.in.skipBOM()
	first, err := d.in.peek()
	switch {
	case errors.Is(err, io.EOF) && d.body.MayBeEmpty:
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
func (d *decoder) collection() error {
	found := false
	err := d.sequence('}', func(first byte) error {
		if first != '"' {
			return d.unexpected(first, "a key")
		}
		key, err := d.value()
		if err != nil {
			return err
		}
		isItems := strings.EqualFold(string(appendPlain(nil, key)), "items")
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

// array reads the array of objects, or null.
func (d *decoder) array() error {
	switch first, err := d.in.peek(); {
	case err != nil:
		return d.ended(err)
	case first == '[':
		return d.sequence(']', func(byte) error { return d.element() })
	}
	value, err := d.value()
	if err == nil && !IsNull(value) {
		return d.problem(ProblemNotCollection, nil)
	}
	return err
}

// sequence consumes an opening bracket, the values that read consumes between commas, and the
// closing bracket. read gets the first byte of its value.
func (d *decoder) sequence(closing byte, read func(first byte) error) error {
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

// element consumes one object and passes it to visit.
func (d *decoder) element() error {
	raw, err := d.value()
	switch {
	case err != nil:
		return err
	case raw[0] != '{':
		return d.problem(ProblemNotObject, nil)
	}
	return d.visit(Element{JSON: raw, list: d})
}

// value consumes a whole value, and checks that it is JSON.
func (d *decoder) value() ([]byte, error) {
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

// explain describes the problem of a value that starts at an offset. err says why the value has no
// end, if it has none. The problem may come earlier: encoding/json then finds and describes it.
func (d *decoder) explain(raw []byte, start int64, err error) error {
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

// mark consumes the one byte that must come next.
func (d *decoder) mark(want byte) error {
	switch next, err := d.in.peek(); {
	case err != nil:
		return d.ended(err)
	case next != want:
		return d.unexpected(next, fmt.Sprintf("%q", want))
	}
	d.in.take()
	return nil
}

func (d *decoder) unexpected(got byte, wanted string) error {
	return d.problem(ProblemNotJSON, fmt.Errorf("got %q instead of %s", got, wanted))
}

// ended describes a reply that ends too early.
func (d *decoder) ended(err error) error {
	if errors.Is(err, io.EOF) {
		return d.problem(ProblemTruncated, nil)
	}
	return err
}

func (d *decoder) problem(p Problem, err error) error {
	return d.body.problem(p, d.in.offset(), err)
}
