// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// checkSetting checks one value of the provider's configuration by itself, whether it comes from the provider block
// or from the environment. Errors never repeat a secret.
func checkSetting(attribute, value string) error {
	var err error
	if attribute == "base_url" {
		if err = partnercenter.CheckBaseURL(value); err != nil {
			err = errors.New(strings.Replace(err.Error(), "the base URL ", "it ", 1))
		}
	} else {
		err = auth.CheckSetting(attribute, value)
	}
	var configErr *auth.ConfigError
	if errors.As(err, &configErr) {
		return errors.New(configErr.Message)
	}
	return err
}

// settingValidator checks an attribute of the provider block as checkSetting does. An empty string is unset.
type settingValidator struct{ attribute string }

func (v settingValidator) Description(context.Context) string {
	return "must be a valid " + v.attribute
}

func (v settingValidator) MarkdownDescription(context.Context) string {
	return "must be a valid `" + v.attribute + "`"
}

func (v settingValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsUnknown() || req.ConfigValue.ValueString() == "" {
		return
	}
	if err := checkSetting(v.attribute, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, summaryInvalidProvider, about("`"+v.attribute+"`", err.Error()))
	}
}
