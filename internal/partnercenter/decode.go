// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

func utf8BOM() []byte { return []byte{0xEF, 0xBB, 0xBF} }

// decodeEvents reads a list of events and hands each to visit while the rest is still coming in. It takes a bare array
// and an object with items, and 204 or null as an empty list (docs-dev/api.md, Read and Assumptions). It
// returns a *DecodeError, a *brokenBody, or the error of visit as it is.
func decodeEvents(body *replyBody, visit func(FraudEvent) error) error {
	buffered := bufio.NewReader(body)
	first, err := firstByte(buffered)
	switch {
	case errors.Is(err, io.EOF) && body.mayBeEmpty:
		return nil
	case errors.Is(err, io.EOF):
		return body.problem(ProblemEmpty, 0, nil)
	case err != nil:
		return err
	case first == '<':
		return body.problem(ProblemHTML, 0, nil)
	}
	d := &eventDecoder{body: body, json: json.NewDecoder(buffered), visit: visit}
	if err := d.list(first); err != nil {
		return d.explain(err)
	}
	if _, err := d.json.Token(); !errors.Is(err, io.EOF) {
		if body.failed != nil {
			return body.failed
		}
		return body.problem(ProblemTrailing, d.json.InputOffset(), nil)
	}
	return nil
}

// firstByte skips a byte order mark and blanks, and returns the byte that follows without taking it.
func firstByte(r *bufio.Reader) (byte, error) {
	if start, _ := r.Peek(3); bytes.Equal(start, utf8BOM()) {
		_, _ = r.Discard(3) // cannot fail: they are in the buffer
	}
	for {
		next, err := r.Peek(1)
		if err != nil {
			return 0, err
		}
		if !strings.ContainsRune(" \t\r\n", rune(next[0])) {
			return next[0], nil
		}
		_, _ = r.Discard(1)
	}
}

// eventDecoder walks through one reply.
type eventDecoder struct {
	body  *replyBody
	json  *json.Decoder
	visit func(FraudEvent) error
}

// visited marks an error of visit, so that explain leaves it alone.
type visited struct{ error }

// list reads the whole list, of which first is the first byte.
func (d *eventDecoder) list(first byte) error {
	switch first {
	case '[':
		return d.array()
	case '{':
		return d.collection()
	}
	var value any
	if err := d.json.Decode(&value); err != nil {
		return err
	}
	if value != nil {
		return d.problem(ProblemNotCollection, nil)
	}
	return nil
}

// collection reads {"items": […]}, with any other keys before and after.
func (d *eventDecoder) collection() error {
	if _, err := d.json.Token(); err != nil {
		return err
	}
	found := false
	for d.json.More() {
		key, err := d.json.Token()
		if err != nil {
			return err
		}
		if name, ok := key.(string); !ok || !strings.EqualFold(name, "items") {
			if err := d.skip(); err != nil {
				return err
			}
			continue
		}
		found = true
		if err := d.array(); err != nil {
			return err
		}
	}
	if _, err := d.json.Token(); err != nil {
		return err
	}
	if !found {
		return d.problem(ProblemNotCollection, nil)
	}
	return nil
}

// array reads the array of events, or null.
func (d *eventDecoder) array() error {
	switch start, err := d.json.Token(); {
	case err != nil:
		return err
	case start == nil:
		return nil
	case start != json.Delim('['):
		return d.problem(ProblemNotCollection, nil)
	}
	for d.json.More() {
		var element *eventJSON
		if err := d.json.Decode(&element); err != nil {
			return err
		}
		switch {
		case element == nil:
			return d.problem(ProblemNotEvent, nil)
		case strings.TrimSpace(string(element.EventID)) == "":
			return d.problem(ProblemNoEventID, nil)
		}
		if err := d.visit(element.event()); err != nil {
			return visited{err}
		}
	}
	_, err := d.json.Token()
	return err
}

// skip passes over one value without keeping it.
func (d *eventDecoder) skip() error {
	for depth := 0; ; {
		token, err := d.json.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

func (d *eventDecoder) problem(p DecodeProblem, err error) error {
	return d.body.problem(p, d.json.InputOffset(), err)
}

// explain turns an error of the JSON decoder into one of ours.
func (d *eventDecoder) explain(err error) error {
	var (
		own      *DecodeError
		byVisit  visited
		mismatch *json.UnmarshalTypeError
	)
	switch {
	case errors.As(err, &byVisit):
		return byVisit.error
	case d.body.failed != nil:
		return d.body.failed
	case errors.As(err, &own):
		return own
	case errors.Is(err, errEventIDNotText):
		return d.problem(ProblemNoEventID, err)
	case errors.As(err, &mismatch):
		return d.problem(ProblemNotEvent, nil)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return d.problem(ProblemTruncated, nil)
	}
	return d.problem(ProblemNotJSON, err)
}
