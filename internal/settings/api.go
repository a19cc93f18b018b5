// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// API is the service that fraud events are read from and written to.
type API string

// The APIs. Their events have different ids.
const (
	PartnerCenter API = "partnercenter"
	Graph         API = "graph"
)

// APIs returns all APIs, the default first.
func APIs() []string { return []string{string(PartnerCenter), string(Graph)} }

func parseAPI(s string) (API, error) {
	for _, name := range APIs() {
		if strings.EqualFold(strings.TrimSpace(s), name) {
			return API(name), nil
		}
	}
	// A short name is a guess, such as msgraph. Longer text may be a secret in the wrong place.
	return "", anatomy.Wrong("must be one of %s, got %s", strings.Join(APIs(), ", "),
		anatomy.Given(s, len(s) < 16))
}

// apiConflict returns the mistake of a classic events model with Graph, which has no such model.
func apiConflict(values map[string]Setting) *anatomy.Mistake {
	api, classic := plain(values["api"]), plain(values["new_events_model"])
	if !isGraph(api.Value) || !isClassic(classic.Value) {
		return nil
	}
	return anatomy.Wrong("conflicts with %v: Microsoft Graph has no classic events model",
		anatomy.Subject(anatomy.API, api.Origin)).
		Do("Remove one of them.").At(anatomy.NewEventsModel, classic.Origin)
}

func isGraph(value string) bool {
	api, err := parseAPI(value)
	return err == nil && api == Graph
}

func isClassic(value string) bool {
	newModel, err := parseBoolean(value)
	return err == nil && !newModel
}
