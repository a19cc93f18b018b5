// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// isPath tells the settings that name a file.
func isPath(setting string) bool { return strings.HasSuffix(setting, "_path") }

// isPlace tells the settings that name a file or an address.
func isPlace(setting string) bool {
	return isPath(setting) || slices.Contains([]string{"base_url", "authority_host", "oidc_request_url"}, setting)
}

// expandPaths replaces the ~ that paths begin with. What cannot be right whatever the home folder is has been found by
// CheckValue.
func (r *resolver) expandPaths() {
	for _, name := range Names() {
		value := r.values[name]
		if !isPath(name) || value.Value == "" || files.CheckPath(value.Value) != nil {
			continue
		}
		path, err := files.Expand(value.Value, r.getenv)
		if err != nil {
			r.problems = append(r.problems, &Problem{Setting: name, Origin: value.Origin, Message: err.Error()})
			continue
		}
		r.values[name] = auth.Setting{Value: path, Origin: value.Origin}
	}
}
