// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute

import (
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Date accepts a day such as 2026-04-30.
func Date() validator.String {
	return textValidator{"must be a date (yyyy-mm-dd)", func(s string) error {
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return fmt.Errorf("must be a date (yyyy-mm-dd), got %q", s)
		}
		return nil
	}}
}

// FilledFilter accepts any text but an empty one.
func FilledFilter() validator.String {
	return textValidator{"must not be empty", func(s string) error {
		if s == "" {
			return errors.New("must not be empty. To apply no filter, leave it out or set it to null")
		}
		return nil
	}}
}
