// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// content is the value of a setting that can also be given as a file. Its origin is then the origin
// of the file's path.
func content(s settings.Settings, setting string) (credential.Setting, error) {
	value := from(s, setting)
	file := from(s, setting+"_file_path")
	if value.Value != "" || file.Value == "" {
		return value, nil
	}
	path := anatomy.Key(setting + "_file_path")
	wrongFile := func(format string, args ...any) error {
		return anatomy.Wrong(format, args...).At(path, "")
	}
	text, err := readFile(path, file.Value)
	if err != nil {
		return credential.Setting{}, err
	}
	if strings.TrimSpace(string(text)) == "" {
		return credential.Setting{}, wrongFile("names an empty file, %s", file.Value)
	}
	if placeholder.Is(string(text)) {
		return credential.Setting{}, wrongFile("names a file that contains an unreplaced placeholder, %s",
			file.Value)
	}
	if setting == "client_id" && CheckValue(setting, string(text)) != nil {
		// The error does not repeat the content: the path may name the file of a secret.
		return credential.Setting{}, wrongFile("must name a file that contains only the application "+
			"(client) id, a GUID (%s)", file.Value)
	}
	return credential.Setting{Value: string(text), Origin: file.Origin}, nil
}

// from returns the value of a setting for the sign-in.
func from(s settings.Settings, setting string) credential.Setting {
	return credential.Setting(s.Value(setting))
}

// readFile reads the file that a setting names. Without a name, it returns no content. The error is
// an *anatomy.Mistake.
func readFile(setting anatomy.Key, path string) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	content, err := files.ReadText(path)
	if err != nil {
		return nil, anatomy.Wrong("must name a readable file: %v", err).At(setting, "")
	}
	return content, nil
}
