// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// located adds the origin of the value at fault to a mistake without one.
func located(s settings.Settings, err error) error {
	var mistake *anatomy.Mistake
	if !errors.As(err, &mistake) || mistake.Origin != "" {
		return err
	}
	setting := string(mistake.Setting)
	origin := s.Origin(setting)
	if file := setting + "_file_path"; origin == "" && s.Text(file) != "" {
		setting, origin = file, s.Origin(file)
	}
	at := mistake.At(anatomy.Key(setting), origin)
	if origin == "" && at.Setting == anatomy.TenantID {
		at.Advice = anatomy.Join(at.Advice, s.IgnoredARM(setting))
	}
	return at
}
