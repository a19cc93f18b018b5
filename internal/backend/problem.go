// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"errors"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// problem puts an error on the setting that it is about.
func problem(s settings.Settings, err error) *settings.Problem {
	var (
		configErr *auth.ConfigError
		proxy     *transport.ProxySettingError
	)
	if errors.As(err, &proxy) {
		return &settings.Problem{Origin: proxy.Variable, Message: proxy.Problem}
	}
	if !errors.As(err, &configErr) {
		// the client's, of its address
		return &settings.Problem{Setting: "base_url", Origin: s.Origin("base_url"), Message: err.Error()}
	}
	p := &settings.Problem{Setting: configErr.Setting, Message: configErr.Message}
	if p.Origin = s.Origin(p.Setting); p.Origin == "" && s.Text(p.Setting+"_file_path") != "" {
		p.Setting += "_file_path"
		p.Origin = s.Origin(p.Setting)
	}
	if p.Setting == "tenant_id" && p.Origin == "" {
		p.Message = strings.TrimSpace(p.Message + " " + s.IgnoredARM("tenant_id"))
	}
	return p
}
