// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
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
	path, shown := anatomy.Key(setting+"_file_path"), anatomy.Path(file.Value)
	wrongFile := func(format string, args ...any) error {
		return anatomy.Wrong(format, args...).At(path, "")
	}
	text, err := readFile(path, file.Value)
	if err != nil {
		return credential.Setting{}, err
	}
	if strings.TrimSpace(string(text)) == "" {
		return credential.Setting{}, wrongFile("names an empty file, %s", shown)
	}
	if placeholder.Is(string(text)) {
		return credential.Setting{}, wrongFile("names a file that contains an unreplaced placeholder, %s",
			shown)
	}
	if setting == "client_id" && CheckValue(setting, string(text)) != nil {
		// The error does not repeat the content: the path may name the file of a secret.
		return credential.Setting{}, wrongFile("must name a file that contains only the application "+
			"(client) id, a GUID (%s)", shown)
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
		err := anatomy.Wrong("must name a readable file: %v", anatomy.Unreadable(err))
		return nil, err.At(setting, "")
	}
	return content, nil
}

// CheckValue checks one value by itself, with the rules of the package that uses it. It reads no
// file and makes no request. It is a settings.Rule.
func CheckValue(setting, value string) error {
	if placeholder.Is(value) {
		return placeholder.Mistake()
	}
	if isPlace(setting) && placeholder.In(value) {
		return placeholder.PartMistake()
	}
	switch setting {
	case "base_url":
		return partnercenter.CheckBaseURL(value)
	case "graph_base_url":
		return graph.CheckBaseURL(value)
	}
	return signin.CheckSetting(setting, value)
}

// isPlace reports whether a setting names a file or an address.
func isPlace(setting string) bool {
	return settings.IsPath(setting) ||
		slices.Contains([]string{"base_url", "graph_base_url", "authority_host", "oidc_request_url"},
			setting)
}
