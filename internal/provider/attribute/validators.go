// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package attribute has the validators, plan modifiers, timeouts, and rules for null that all
// features share.
package attribute

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// InvalidValue is the summary for a value that a schema refuses, or a check that a schema cannot
// express.
const InvalidValue = "Invalid value"

// CheckOneOf accepts one of the documented values, in exactly their spelling.
func CheckOneOf(documented ...string) func(string) error {
	return func(s string) error {
		switch spelling, known := fraud.Canonical(s, documented); {
		case !known:
			return fmt.Errorf("must be one of %s, got %q", fraud.OneOf(documented, "or"), s)
		case spelling != s:
			return fmt.Errorf("must be `%s`, in exactly this case, got %q", spelling, s)
		}
		return nil
	}
}

// textValidator checks a string, or each string in a set.
type textValidator struct {
	described
	check func(string) error
}

func (v textValidator) ValidateString(_ context.Context, req validator.StringRequest,
	resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, InvalidValue,
			explain.Invalid("`"+attributeName(req.Path)+"`", err))
	}
}

// attributeName returns the path without the element of a set, because the message names that
// element's value elsewhere.
func attributeName(p path.Path) string {
	for steps := p.Steps(); len(steps) > 1; steps = p.Steps() {
		if _, ok := steps[len(steps)-1].(path.PathStepAttributeName); ok {
			break
		}
		p = p.ParentPath()
	}
	return p.String()
}

// Checked requires what check accepts. Its error follows the attribute's name in the message.
func Checked(description string, check func(string) error) validator.String {
	return textValidator{described(description), check}
}

// GUID requires a GUID.
func GUID() validator.String { return textValidator{"must be a GUID", fraud.CheckGUID} }

// EventID requires an event id.
func EventID() validator.String { return textValidator{"must be an event id", fraud.CheckEventID} }

// EventType requires an event type, known or not.
func EventType() validator.String {
	return textValidator{"must be an event type", fraud.CheckEventType}
}

// Time requires a time with a zone.
func Time() validator.String { return textValidator{"must be a time (RFC 3339)", fraud.CheckTime} }

// OneOf requires one of the documented values, in exactly their spelling.
func OneOf(documented ...string) validator.String {
	return textValidator{described("must be one of " + fraud.OneOf(documented, "or")),
		CheckOneOf(documented...)}
}

// OneOfAnyCase requires one of the documented values, in any case.
func OneOfAnyCase(documented ...string) validator.String {
	return textValidator{described("must be one of " + fraud.OneOf(documented, "or") +
		", in any case"),
		fraud.CheckOneOfAnyCase(documented...)}
}

// MemberEventID checks an event id in a set, and names the id, because the set's name does not
// identify it.
func MemberEventID() validator.String {
	return textValidator{"must be an event id", func(s string) error {
		if err := fraud.CheckEventID(s); err != nil {
			return fmt.Errorf("contains an id that %w", err)
		}
		return nil
	}}
}

// filledSetValidator refuses an empty set, and says why.
type filledSetValidator struct {
	described
	why string
}

// FilledSet refuses an empty set. why follows the attribute's name in the message.
func FilledSet(why string) validator.Set { return filledSetValidator{"must not be empty", why} }

// FilterSet is for filters: an empty one would match nothing, which nobody intends.
func FilterSet() validator.Set {
	return FilledSet("must not be empty, because nothing could match. To apply no filter, leave " +
		"it out or set it to null")
}

func (v filledSetValidator) ValidateSet(_ context.Context, req validator.SetRequest,
	resp *validator.SetResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() &&
		len(req.ConfigValue.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(req.Path, InvalidValue,
			explain.Invalid("`"+attributeName(req.Path)+"`", errors.New(v.why)))
	}
}

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
