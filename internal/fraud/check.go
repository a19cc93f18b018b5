// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// These checks are for values that users write. Each error completes the name of the value at
// fault: "must be …, got …".

// CheckGUID accepts only the plain form, in any case, because the value becomes part of a URL.
func CheckGUID(s string) error {
	if err := CheckVisible(s); err != nil {
		return err
	}
	if len(s) != 36 || uuid.Validate(s) != nil {
		return fmt.Errorf("must be a GUID such as 2a7064fb-1e33-4007-974e-352cb3f2c805, got %q", s)
	}
	return nil
}

// CheckEventType accepts any text except an empty one: Partner Center adds event types on short
// notice.
func CheckEventType(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("must not contain an empty event type. Remove it, or use a type such as " +
			EventTypes()[0])
	}
	return nil
}

// CheckTime accepts a time with a zone (RFC 3339).
func CheckTime(s string) error {
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return fmt.Errorf("must be an RFC 3339 time with a time zone, such as 2026-01-31T13:00:00Z "+
			"or 2026-01-31T14:00:00+01:00, got %q", s)
	}
	return nil
}

// CheckOneOfAnyCase accepts one of the documented values, in any case.
func CheckOneOfAnyCase(documented ...string) func(string) error {
	return func(s string) error {
		if _, known := Canonical(s, documented); !known {
			return fmt.Errorf("must be one of %s, got %q", OneOf(documented, "or"), s)
		}
		return nil
	}
}

// OneOf returns two values as "`a` or `b`", and more as "`a`, `b`, or `c`".
func OneOf(values []string, conjunction string) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = "`" + v + "`"
	}
	if len(quoted) == 2 {
		return fmt.Sprintf("%s %s %s", quoted[0], conjunction, quoted[1])
	}
	last := len(quoted) - 1
	return fmt.Sprintf("%s, %s %s", strings.Join(quoted[:last], ", "), conjunction, quoted[last])
}
