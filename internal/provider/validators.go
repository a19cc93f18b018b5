// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
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
		return errors.New("it is empty. Copy the event's id from Partner Center or from the partnercenter_fraud_events data source")
	case strings.TrimSpace(s) != s:
		return fmt.Errorf("%q begins or ends with white space. Remove it", s)
	case strings.ContainsFunc(s, unicode.IsControl):
		return fmt.Errorf("%q holds a control character. Copy the event's id again", s)
	}
	return nil
}

// checkEventType takes anything: Partner Center adds event types with little notice.
func checkEventType(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("it holds an empty event type. Remove it, or name a type such as " + fraud.EventTypes()[0])
	}
	return nil
}

func checkTime(s string) error {
	if _, err := time.Parse(time.RFC3339, s); err != nil {
		return fmt.Errorf("%q is not a time such as 2026-01-31T13:00:00Z or 2026-01-31T14:00:00+01:00 (RFC 3339, with a time zone)", s)
	}
	return nil
}

// checkOneOf wants one of the documented values, in exactly their spelling.
func checkOneOf(documented ...string) func(string) error {
	return func(s string) error {
		switch spelling, known := fraud.Canonical(s, documented); {
		case !known:
			return fmt.Errorf("%q is none of %s", s, oneOf(documented, "and"))
		case spelling != s:
			return fmt.Errorf("%q has to be written `%s`", s, spelling)
		}
		return nil
	}
}

// checkOneOfAnyCase wants one of the documented values, in any case.
func checkOneOfAnyCase(documented ...string) func(string) error {
	return func(s string) error {
		if _, known := fraud.Canonical(s, documented); !known {
			return fmt.Errorf("%q is none of %s", s, oneOf(documented, "and"))
		}
		return nil
	}
}

// about makes a sentence of what is wrong with a value that has a name: see settings.Sentence.
func about(name, problem string) string { return settings.Sentence(name, problem) }

// textValidator checks a string, or each string of a set.
type textValidator struct {
	what  string // for example "a GUID"
	check func(string) error
}

func (v textValidator) Description(context.Context) string         { return "must be " + v.what }
func (v textValidator) MarkdownDescription(context.Context) string { return "must be " + v.what }

func (v textValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, summaryInvalidValue, about("`"+attributeName(req.Path)+"`", err.Error()))
	}
}

// attributeName is the path without the element of a set that it points at: that element's value is said elsewhere.
func attributeName(p path.Path) string {
	for steps := p.Steps(); len(steps) > 1; steps = p.Steps() {
		if _, ok := steps[len(steps)-1].(path.PathStepAttributeName); ok {
			break
		}
		p = p.ParentPath()
	}
	return p.String()
}

func guidValidator() validator.String      { return textValidator{"a GUID", checkGUID} }
func eventIDValidator() validator.String   { return textValidator{"an event id", checkEventID} }
func eventTypeValidator() validator.String { return textValidator{"an event type", checkEventType} }
func timeValidator() validator.String      { return textValidator{"a time (RFC 3339)", checkTime} }

func enumValidator(documented ...string) validator.String {
	return textValidator{"one of " + oneOf(documented, "or"), checkOneOf(documented...)}
}

func anyCaseEnumValidator(documented ...string) validator.String {
	return textValidator{"one of " + oneOf(documented, "or") + ", in any case", checkOneOfAnyCase(documented...)}
}

// filledSetValidator refuses an empty set: as a filter it would match nothing, which nobody means.
type filledSetValidator struct{}

func (filledSetValidator) Description(context.Context) string         { return "must not be empty" }
func (filledSetValidator) MarkdownDescription(context.Context) string { return "must not be empty" }

func (filledSetValidator) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || len(req.ConfigValue.Elements()) > 0 {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, summaryInvalidValue, about("`"+attributeName(req.Path)+"`",
		"it is an empty set, which no event could match. Leave it out, or set it to null, if it shall not filter"))
}
