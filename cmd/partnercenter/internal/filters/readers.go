// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package filters

import (
	"fmt"
	"strconv"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func readText(check func(string) error, field func(*fraud.Filter) *string) func(*Query,
	string) error {
	return func(q *Query, value string) error {
		*field(&q.Filter) = value
		return check(value)
	}
}

func readOneOfMany(check func(string) error, field func(*fraud.Filter) *[]string) func(*Query,
	string) error {
	return func(q *Query, value string) error {
		values := field(&q.Filter)
		*values = append(*values, value)
		return check(value)
	}
}

func readTime(field func(*fraud.Filter) *time.Time) func(*Query, string) error {
	return func(q *Query, value string) error {
		if err := fraud.CheckTime(value); err != nil {
			return err
		}
		t, err := time.Parse(time.RFC3339, value)
		*field(&q.Filter) = t
		return err
	}
}

func readIsTest(q *Query, value string) error {
	test, err := strconv.ParseBool(value)
	if err != nil {
		return fmt.Errorf("must be true or false, got %s", anatomy.Typed(value))
	}
	q.Filter.IsTest = &test
	return nil
}

func readAge(field func(*Query) **time.Duration) func(*Query, string) error {
	return func(q *Query, value string) error {
		age, err := ParseAge(value)
		*field(q) = &age
		return err
	}
}
