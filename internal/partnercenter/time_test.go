// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"strconv"
	"testing"
	"time"
)

func TestTimes_EveryFormOfTheServiceIsRead(t *testing.T) {
	t.Parallel()
	const zero = "0001-01-01T00:00:00Z"
	for text, want := range map[string]string{
		"2021-12-08T00:25:45.69":            "2021-12-08T00:25:45.69Z", // without a zone: UTC
		"2021-12-08T00:25:45":               "2021-12-08T00:25:45Z",
		"2021-12-08T00:25:45.1234567":       "2021-12-08T00:25:45.1234567Z",
		"2021-12-08T00:25:45.1234567Z":      "2021-12-08T00:25:45.1234567Z",
		"2023-07-10T12:34:27.8016635+05:30": "2023-07-10T12:34:27.8016635+05:30", // the offset stays
		"2023-07-10T12:34:27-08:00":         "2023-07-10T12:34:27-08:00",
		"2021-12-08 00:25:45.5":             "2021-12-08T00:25:45.5Z",
		"2021-12-08":                        "2021-12-08T00:00:00Z",
		" 2021-12-08T00:25:45 ":             "2021-12-08T00:25:45Z",
		"9999-12-31T23:59:59.9970000":       zero,
		"9999-12-31T23:59:59.9999999Z":      zero,
		"9999-12-31T23:59:59+01:00":         zero,
		"0001-01-01T00:00:00":               zero,
		"0001-01-01T00:00:00Z":              zero,
		"0001-01-01T00:00:00-08:00":         zero,
		"":                                  zero,
		"None":                              zero,
		"08/12/2021":                        zero,
		"9998-12-31T23:59:59":               "9998-12-31T23:59:59Z",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got := decodeField(t, "eventTime", strconv.Quote(text)).EventTime
			if got.Format(time.RFC3339Nano) != want || got.IsZero() != (want == zero) {
				t.Errorf("got %s, want %s", got.Format(time.RFC3339Nano), want)
			}
		})
	}
}
