// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// IsPath reports whether a setting names a file.
func IsPath(setting string) bool { return strings.HasSuffix(setting, "_path") }

// expandPaths replaces a leading ~ in paths. checkValue has already found paths that are invalid
// for any home folder.
func (r *resolver) expandPaths() {
	for _, name := range Names() {
		value := r.values[name]
		if !IsPath(name) || value.Value == "" || files.CheckPath(value.Value) != nil {
			continue
		}
		path, err := files.Expand(value.Value, r.getenv)
		if err != nil {
			r.mistaken(name, value.Origin, err)
			continue
		}
		r.values[name] = Setting{Value: path, Origin: value.Origin}
	}
}
