// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

// The largest bodies go first, and each row says so.
func TestReport_StaysSmall(t *testing.T) {
	t.Parallel()
	body := func(keys int) *shape.Shape {
		s := &shape.Shape{Types: []string{"object"}, Keys: map[string]*shape.Shape{}}
		for _, key := range shape.Keys()[:keys] {
			s.Keys[key] = &shape.Shape{Types: []string{"string"}, Forms: shape.Forms()}
		}
		return s
	}
	report := fidelity.Report{Calls: []fidelity.Call{{Name: "small", Body: body(1)}}}
	for range 50 {
		report.Calls = append(report.Calls, fidelity.Call{Body: body(100)})
	}
	content := expect.Must(report.Encode())(t)
	if len(content) > 1<<20 || len(content) < 500_000 {
		t.Errorf("the report has %d bytes", len(content))
	}
	left := 0
	for _, c := range report.Calls {
		if c.Body != nil {
			left++
		}
		expect.Equal(t, "cut", c.Body == nil, c.Cut == "many")
	}
	expect.Equal(t, "shortened", len(report.Calls)-left, report.Shortened())
	expect.Equal(t, "the smallest body is there", true, report.Calls[0].Body != nil)
}
