// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"time"
)

// precision is that of Terraform's numbers.
const precision = 512

// The limits of a number: a short one with a huge exponent would fill the memory when it is
// printed.
const (
	maxNumber   = 100  // characters
	maxExponent = 1024 // binary
)

var errNumber = errors.New("a number is not one, or is far out of range")

// number is an exact number. It is nil if the reply has none, and for OData's NaN and INF.
type number struct{ *big.Float }

// UnmarshalJSON reads a number, also as text: the documented samples have both.
func (n *number) UnmarshalJSON(raw []byte) error {
	text := string(bytes.TrimSpace(raw))
	if strings.HasPrefix(text, `"`) {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "null", "nan", "inf", "-inf":
		n.Float = nil
		return nil
	}
	// Only JSON's numbers: big.Float also reads hexadecimal ones, and infinities.
	if len(text) > maxNumber || json.Unmarshal([]byte(text), new(json.Number)) != nil {
		return errNumber
	}
	value, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil || value.IsInf() || value.MantExp(nil) > maxExponent ||
		value.MantExp(nil) < -maxExponent {
		return errNumber
	}
	n.Float = value
	return nil
}

// moment is a time; zero if the reply has none that is readable.
type moment struct{ time.Time }

// UnmarshalJSON reads a time, in UTC unless it has a zone.
func (m *moment) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return nil //nolint:nilerr // another type is no time
	}
	m.Time = parseTime(text)
	return nil
}

// parseTime returns the zero time for a placeholder, and for text that is not a time.
func parseTime(text string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 1 && t.Year() < 9999 {
			return t.UTC()
		}
	}
	return time.Time{}
}
