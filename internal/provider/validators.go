// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

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

func guidValidator() validator.String    { return textValidator{"a GUID", fraud.CheckGUID} }
func eventIDValidator() validator.String { return textValidator{"an event id", fraud.CheckEventID} }
func eventTypeValidator() validator.String {
	return textValidator{"an event type", fraud.CheckEventType}
}
func timeValidator() validator.String { return textValidator{"a time (RFC 3339)", fraud.CheckTime} }

func enumValidator(documented ...string) validator.String {
	return textValidator{"one of " + oneOf(documented, "or"), checkOneOf(documented...)}
}

func anyCaseEnumValidator(documented ...string) validator.String {
	return textValidator{"one of " + oneOf(documented, "or") + ", in any case", fraud.CheckOneOfAnyCase(documented...)}
}

// filledSetValidator refuses an empty set, and says why.
type filledSetValidator struct{ why string }

// filterSetValidator is for filters: an empty one would match nothing, which nobody means.
func filterSetValidator() validator.Set {
	return filledSetValidator{"it is an empty set, which no event could match. Leave it out, or set it to null, to apply no filter"}
}

func (filledSetValidator) Description(context.Context) string         { return "must not be empty" }
func (filledSetValidator) MarkdownDescription(context.Context) string { return "must not be empty" }

func (v filledSetValidator) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	if !req.ConfigValue.IsNull() && !req.ConfigValue.IsUnknown() && len(req.ConfigValue.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(req.Path, summaryInvalidValue, about("`"+attributeName(req.Path)+"`", v.why))
	}
}
