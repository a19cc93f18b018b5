// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// checkGUID accepts the plain form only, in any case: it becomes part of a URL.
func checkGUID(s string) error {
	if len(s) != 36 || uuid.Validate(s) != nil {
		return fmt.Errorf("%q is not a GUID such as 2a7064fb-1e33-4007-974e-352cb3f2c805", s)
	}
	return nil
}

// checkEventID refuses what cannot be an event's id. Ids have no documented form and are never parsed.
func checkEventID(s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return errors.New("an event id must not be empty: copy it from Partner Center or from the partnercenter_fraud_events data source")
	case strings.TrimSpace(s) != s:
		return fmt.Errorf("%q begins or ends with white space", s)
	case strings.ContainsFunc(s, unicode.IsControl):
		return fmt.Errorf("%q holds a control character", s)
	}
	return nil
}

type guidValidator struct{}

func (guidValidator) Description(context.Context) string         { return "must be a GUID" }
func (guidValidator) MarkdownDescription(context.Context) string { return "must be a GUID" }

func (guidValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	validateString(req, resp, "Invalid GUID", checkGUID)
}

type eventIDValidator struct{}

func (eventIDValidator) Description(context.Context) string         { return "must be an event id" }
func (eventIDValidator) MarkdownDescription(context.Context) string { return "must be an event id" }

func (eventIDValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	validateString(req, resp, "Invalid event id", checkEventID)
}

func validateString(req validator.StringRequest, resp *validator.StringResponse, summary string, check func(string) error) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, summary, fmt.Sprintf("%#q does not fit: %s.", req.Path, err))
	}
}
