// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package nearest

import (
	"math/rand/v2"
	"testing"
)

func TestOf_TakesTheNearestAndOfSeveralTheFirst(t *testing.T) {
	t.Parallel()
	known := []string{"reason", "season", "reasons", "REASONING"}
	for _, c := range []struct {
		s     string
		limit int
		want  string
	}{
		{"reason", 2, "reason"},
		{"Reasoning", 0, "REASONING"},
		{"raeson", 2, "reason"},
		{"raeson", 1, ""},
		{"eason", 1, "reason"},
		{"seasons", 1, "season"},
		{"", 5, ""},
		{"ticket", 3, ""},
	} {
		if got := Of(c.s, known, c.limit); got != c.want {
			t.Errorf("%q within %d: got %q, want %q", c.s, c.limit, got, c.want)
		}
	}
}

// The distance is the usual one, up to the limit.
func TestDistance_IsTheUsualOneWithinTheLimit(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts in every run
	text := func() string {
		b := make([]byte, random.IntN(8))
		for i := range b {
			b[i] = "abc"[random.IntN(3)]
		}
		return string(b)
	}
	for range 20_000 {
		a, b := text(), text()
		want := plainDistance(a, b)
		for limit := range 4 {
			got := distance(a, b, limit)
			if want <= limit && got != want || want > limit && got <= limit {
				t.Fatalf("%q, %q: %d within %d, want %d", a, b, got, limit, want)
			}
		}
	}
}

func plainDistance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	if a[0] == b[0] {
		return plainDistance(a[1:], b[1:])
	}
	return 1 + min(plainDistance(a[1:], b), plainDistance(a, b[1:]), plainDistance(a[1:], b[1:]))
}
