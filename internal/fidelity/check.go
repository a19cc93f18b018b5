// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

// Forms of the values that are in no list.
const (
	programPattern = `^[0-9A-Za-z.+-]{1,40}$`
	datePattern    = `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`

	firstStatus, lastStatus = 100, 999 // of HTTP
)

func clouds() []string { return []string{"global", "usgovernment", "china"} }

// checker finds the first value that the schema does not allow. Observations are not its subject:
// another build may know others, and [Report.Imitate] says which are unknown to this one.
type checker struct{ wrong error }

// head has the values that every report begins with. A file that somebody has written by hand may
// lack them.
type head struct {
	Version              *int
	Program, Date, Cloud any
}

func (c *checker) report(r *Report, given head) error {
	if given.Program != nil && !regexp.MustCompile(programPattern).MatchString(r.Program) {
		c.refuse("program", "a version such as 1.2.3", r.Program)
	}
	if _, err := time.Parse(time.DateOnly, r.Date); given.Date != nil && err != nil {
		c.refuse("date", "a date such as 2026-01-31", r.Date)
	}
	if given.Cloud != nil {
		c.in("cloud", clouds(), r.Cloud)
	}
	for i := range r.Calls {
		c.call(fmt.Sprintf("calls[%d].", i), &r.Calls[i])
	}
	return c.wrong
}

func (c *checker) call(at string, call *Call) {
	c.in(at+"call", CallNames(), call.Name)
	c.in(at+"outcome", Outcomes(), call.Outcome)
	if call.Status != 0 && (call.Status < firstStatus || call.Status > lastStatus) {
		c.refuse(at+"status", fmt.Sprintf("a number from %d to %d", firstStatus, lastStatus),
			call.Status)
	}
	c.ifAny(at+"code", append(Codes(), CodeUnknown), call.Code)
	c.ifAny(at+"took", Times(), call.Took)
	c.in(at+"headers", Headers(), call.Headers...)
	c.ifAny(at+"other_headers", shape.Counts(), call.OtherHeaders)
	c.ifAny(at+"content", Contents(), call.Content)
	c.ifAny(at+"size", Sizes(), call.Size)
	c.ifAny(at+"cut", shape.Counts(), call.Cut)
	call.Body.Each(func(list string, allowed, values []string) {
		c.in(at+"body "+list, allowed, values...)
	})
}

// in checks values of which each must be allowed.
func (c *checker) in(at string, allowed []string, values ...string) {
	for _, value := range values {
		if !slices.Contains(allowed, value) {
			c.refuse(at, oneOfThese(allowed), value)
		}
	}
}

// ifAny checks a value that a call may lack.
func (c *checker) ifAny(at string, allowed []string, value string) {
	if value != "" {
		c.in(at, allowed, value)
	}
}

// oneOfThese lists the values, unless there are too many to read.
func oneOfThese(values []string) string {
	const most = 8
	if len(values) > most {
		return "one of the values in the schema"
	}
	return "one of " + strings.Join(values, ", ")
}

func (c *checker) refuse(at, must string, got any) {
	if c.wrong == nil {
		c.wrong = notReport(fmt.Sprintf("%s must be %s, got %s", quoted(at), must,
			quoted(fmt.Sprint(got))))
	}
}
