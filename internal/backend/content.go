// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// content is the value of a setting that can also be given as a file. Its origin is where the
// file's path came from.
func content(s settings.Settings, setting string) (auth.Setting, error) {
	value := from(s, setting)
	file := from(s, setting+"_file_path")
	if value.Value != "" || file.Value == "" {
		return value, nil
	}
	text, err := readFile(setting+"_file_path", file.Value)
	if err != nil {
		return auth.Setting{}, err
	}
	if strings.TrimSpace(string(text)) == "" {
		return auth.Setting{}, &auth.ConfigError{Setting: setting + "_file_path",
			Message: "the file " + file.Value + " is empty."}
	}
	if auth.IsPlaceholder(string(text)) {
		return auth.Setting{}, &auth.ConfigError{
			Setting: setting + "_file_path",
			Message: "the file " + file.Value + " holds an unreplaced placeholder.",
		}
	}
	if setting == "client_id" && CheckValue(setting, string(text)) != nil {
		// What stands there is not repeated: it may be the file of a secret.
		return auth.Setting{}, &auth.ConfigError{
			Setting: setting + "_file_path",
			Message: "the file " + file.Value +
				" holds no GUID. It has to hold the application (client) id, and nothing else.",
		}
	}
	return auth.Setting{Value: string(text), Origin: file.Origin}, nil
}

// from is the value of a setting, for whoever signs in.
func from(s settings.Settings,
	setting string) auth.Setting {
	return auth.Setting(s.Value(setting))
}

// readFile reads the file that a setting names; no name is no content. The error is an
// *auth.ConfigError.
func readFile(setting, path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	content, err := files.ReadText(path)
	if err != nil {
		return nil, &auth.ConfigError{Setting: setting,
			Message: err.Error() + ". Give a file that can be read."}
	}
	return content, nil
}
