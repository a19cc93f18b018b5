// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// group is a set of settings of which one is enough. If the provider block or flags set one of its
// sources, the whole group is removed from the environment, except for settings that the source
// keeps. Two sources that do not keep each other conflict.
type group struct {
	are     string              // what two of them are called in the message
	sources map[string][]string // each with the settings that it keeps
	members []string            // the sources, and the settings that need one
}

// groups are the app's id, its client credentials, and the user sources.
func groups() []group {
	oidc := []string{"oidc_token", "oidc_token_file_path", "oidc_request_url", "oidc_request_token",
		"ado_pipeline_service_connection_id"}
	return []group{
		{
			are:     "a client id",
			sources: map[string][]string{"client_id": nil, "client_id_file_path": nil},
			members: []string{"client_id", "client_id_file_path"},
		},
		{
			are: "a client credential",
			sources: map[string][]string{
				"client_certificate":                 {"client_certificate_password"},
				"client_certificate_path":            {"client_certificate_password"},
				"client_secret":                      nil,
				"client_secret_file_path":            nil,
				"use_oidc":                           oidc,
				"oidc_token":                         nil,
				"oidc_token_file_path":               nil,
				"ado_pipeline_service_connection_id": {"oidc_request_url", "oidc_request_token"},
				"oidc_request_url":                   {"oidc_request_token"},
			},
			members: append(oidc, "use_oidc", "client_secret", "client_secret_file_path",
				"client_certificate", "client_certificate_path", "client_certificate_password"),
		},
		{
			are: "the user to sign in",
			sources: map[string][]string{
				"access_token": nil,
				// The token cache keeps the successors of a configured refresh token.
				"refresh_token":           {"token_cache_path"},
				"refresh_token_file_path": {"token_cache_path"},
				"token_cache_path":        {"refresh_token", "refresh_token_file_path"},
				"use_cli":                 nil,
			},
			members: []string{"access_token", "refresh_token", "refresh_token_file_path", "token_cache_path",
				"use_cli"},
		},
	}
}

// given returns the sources of the group that were set, in documented order.
func (g group) given(given Given) []string {
	return slices.DeleteFunc(Names(), func(name string) bool {
		return !has(g.sources, name) || !given.chooses(name)
	})
}

// conflict returns the mistake of two conflicting sources, or nil.
func (g group) conflict(given Given) *anatomy.Mistake {
	sources := g.given(given)
	for i, a := range sources {
		for _, b := range sources[i+1:] {
			if slices.Contains(g.sources[a], b) || slices.Contains(g.sources[b], a) {
				continue
			}
			return anatomy.Wrong("conflicts with %v: both configure %s",
				anatomy.Subject(anatomy.Key(a), given[a].Origin), g.are).
				Do("Remove one of them.").At(anatomy.Key(b), given[b].Origin)
		}
	}
	return nil
}

// removed returns the settings of the group that the environment must not supply.
func (g group) removed(given Given) []string {
	sources := g.given(given)
	if len(sources) == 0 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(g.members), func(name string) bool {
		return !slices.ContainsFunc(sources,
			func(source string) bool { return !slices.Contains(g.sources[source], name) })
	})
}

// Rule checks one value by itself, on behalf of the package that uses it. Its error is an
// [anatomy.Mistake] or completes the setting's name, and never repeats a secret.
type Rule func(setting, value string) error

// Check finds conflicts among the given values, and values that are invalid by themselves or by the
// rule. It does not look at the environment, any file or the network. It never repeats a secret.
func Check(given Given, rule Rule) []*anatomy.Mistake {
	var mistakes []*anatomy.Mistake
	for _, g := range groups() {
		if m := g.conflict(given); m != nil {
			mistakes = append(mistakes, m)
		}
	}
	if m := apiConflict(given); m != nil {
		mistakes = append(mistakes, m)
	}
	for _, name := range Names() {
		if value := plain(given[name]); value.Value != "" {
			if err := checkValue(name, value.Value, rule); err != nil {
				mistakes = append(mistakes, anatomy.MistakeAt(anatomy.Key(name), value.Origin, err))
			}
		}
	}
	return mistakes
}

// checkValue checks one value by itself. The rule comes before the type: "an unreplaced
// placeholder" helps more than "not a boolean".
func checkValue(setting, value string, rule Rule) error {
	if strings.TrimSpace(value) == "" {
		return anatomy.Wrong("must not be blank").Do("Set a value, or remove it.")
	}
	if err := rule(setting, value); err != nil {
		return err
	}
	if IsPath(setting) {
		return files.CheckPath(value)
	}
	switch setting {
	case "api":
		_, err := parseAPI(value)
		return err
	case "new_events_model", "use_cli", "use_oidc", "read_only":
		_, err := parseBoolean(value)
		return err
	case "max_retries":
		_, err := parseCount(value)
		return err
	}
	return nil
}

// Origins names the origin of each value. If one of several settings is enough, it includes only
// those whose origin is among counting.
func (s Settings) Origins(counting []string) map[string]string {
	origins := map[string]string{}
	for name, value := range s.values {
		origins[name] = value.Origin
	}
	for _, g := range groups() {
		maps.DeleteFunc(origins, func(name, origin string) bool {
			return slices.Contains(g.members, name) && !slices.Contains(counting, origin)
		})
	}
	return origins
}

// parseBoolean is strict, so that a mistake such as "yes" does not silently become false.
func parseBoolean(s string) (bool, error) {
	b, err := strconv.ParseBool(s)
	if err != nil {
		// yes, on
		return false, anatomy.Wrong("must be true or false, got %s", anatomy.Given(s, len(s) < 6))
	}
	return b, nil
}

func parseCount(s string) (int, error) {
	n, err := strconv.Atoi(s)
	_, notNumber := strconv.ParseFloat(s, 64)
	harmless := len(s) < 6 || len(s) < 20 && notNumber == nil // such as many, or -1
	if err != nil || n < 0 {
		return 0, anatomy.Wrong("must be a whole number, 0 or more, got %s", anatomy.Given(s, harmless))
	}
	return n, nil
}
