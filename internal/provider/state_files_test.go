// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// storedState is one object in a state file, in Terraform's own form. testdata/state holds one for
// each resource and each release that changed the form, named after that release; 0.0.0 is the form
// of builds before the first release.
type storedState struct {
	SchemaVersion         int64           `json:"schema_version"`
	Attributes            json.RawMessage `json:"attributes"`
	IdentitySchemaVersion int64           `json:"identity_schema_version"`
	Identity              json.RawMessage `json:"identity,omitempty"`
	Private               []byte          `json:"private,omitempty"`
}

func storedFile(folder, release string) string {
	return filepath.Join("testdata", "state", folder, release+".json")
}

// storedVersions returns the releases whose state of a resource is stored, the newest last.
func storedVersions(t *testing.T, folder string) []string {
	t.Helper()
	var all version.Collection
	for _, file := range must(filepath.Glob(storedFile(folder, "*")))(t) {
		all = append(all, must(version.NewVersion(strings.TrimSuffix(filepath.Base(file), ".json")))(t))
	}
	slices.SortFunc(all, (*version.Version).Compare)
	var names []string
	for _, v := range all {
		names = append(names, v.Original())
	}
	if len(names) == 0 && !*update {
		t.Errorf("there is no stored state in %s: store it with -update", folder)
	}
	return names
}

// newestStoredState returns an empty state if there is none.
func newestStoredState(t *testing.T, folder string) storedState {
	t.Helper()
	versions := storedVersions(t, folder)
	if len(versions) == 0 {
		return storedState{}
	}
	return readStoredState(t, folder, versions[len(versions)-1])
}

func readStoredState(t *testing.T, folder, release string) storedState {
	t.Helper()
	var stored storedState
	expect.NoError(t, json.Unmarshal(must(os.ReadFile(storedFile(folder, release)))(t), &stored))
	return stored
}

// storedForm is what later releases must be able to read.
type storedForm struct {
	SchemaVersion, IdentitySchemaVersion int64
	Attributes, Identity                 any
	Private                              map[string]any
}

func formOf(t *testing.T, stored storedState) storedForm {
	t.Helper()
	form := storedForm{SchemaVersion: stored.SchemaVersion,
		IdentitySchemaVersion: stored.IdentitySchemaVersion,
		Attributes:            shape(t, stored.Attributes), Identity: shape(t, stored.Identity),
		Private: map[string]any{}}
	// The framework keeps the provider's values by their keys.
	var private map[string][]byte
	if len(stored.Private) > 0 {
		expect.NoError(t, json.Unmarshal(stored.Private, &private))
	}
	for key, value := range private {
		form.Private[key] = shape(t, value)
	}
	return form
}

// shape returns a value with every text replaced by "", which leaves names and types.
func shape(t *testing.T, content []byte) any {
	t.Helper()
	if len(content) == 0 {
		return nil
	}
	var v any
	expect.NoError(t, json.Unmarshal(content, &v))
	return shapeOf(v)
}

func shapeOf(v any) any {
	switch v := v.(type) {
	case string:
		return ""
	case map[string]any:
		out := maps.Clone(v)
		for name, member := range v {
			out[name] = shapeOf(member)
		}
		return out
	case []any:
		out := slices.Clone(v)
		for i, element := range v {
			out[i] = shapeOf(element)
		}
		return out
	}
	return v
}

// restore makes the provider read the content of a state file, as Terraform does first.
func (s *session) restore(stored storedState) {
	s.t.Helper()
	server := s.phase()
	upgraded := must(server.UpgradeResourceState(s.t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: s.typeName, Version: stored.SchemaVersion,
		RawState: &tfprotov6.RawState{JSON: stored.Attributes},
	}))(s.t)
	expectDiagnostics(s.t, diagnosticsOf(upgraded.Diagnostics))
	s.held = held{state: s.unpack(upgraded.UpgradedState), private: stored.Private}
	if len(stored.Identity) > 0 {
		s.held.identity = s.restoredIdentity(server, stored)
	}
}

// restoredIdentity returns an identity as stored by this version of its schema. If a release stores
// another form, let the provider upgrade it here, as Terraform does.
func (s *session) restoredIdentity(server tfprotov6.ProviderServer,
	stored storedState) *tfprotov6.ResourceIdentityData {
	s.t.Helper()
	schemas := must(server.GetResourceIdentitySchemas(s.t.Context(),
		&tfprotov6.GetResourceIdentitySchemasRequest{}))(s.t)
	expectEqual(s.t, "version of the identity", stored.IdentitySchemaVersion,
		schemas.IdentitySchemas[s.typeName].Version)
	raw := &tfprotov6.RawState{JSON: stored.Identity}
	return &tfprotov6.ResourceIdentityData{
		IdentityData: pack(s.t, must(raw.Unmarshal(s.identity))(s.t)),
	}
}

// stored returns the content that Terraform would write into a state file now.
func (s *session) stored() storedState {
	s.t.Helper()
	stored := storedState{
		SchemaVersion: s.resource.Version, Private: s.held.private,
		Attributes: must(json.Marshal(s.state()))(s.t),
	}
	if s.held.identity != nil {
		identity := decodeValue(s.t, must(s.held.identity.IdentityData.Unmarshal(s.identity))(s.t))
		stored.Identity = must(json.Marshal(identity))(s.t)
	}
	return stored
}

// store writes the present form under the release that CHANGELOG.md calls unreleased.
func (s *session) store(folder string) {
	s.t.Helper()
	changelog := must(os.ReadFile(filepath.Join("..", "..", "CHANGELOG.md")))(s.t)
	release := regexp.MustCompile(`(?m)^## (\S+) \(Unreleased\)$`).FindSubmatch(changelog)
	if release == nil {
		s.t.Fatal("CHANGELOG.md has no unreleased version")
	}
	content := must(json.MarshalIndent(s.stored(), "", "  "))(s.t)
	file := storedFile(folder, string(release[1]))
	expect.NoError(s.t, os.MkdirAll(filepath.Dir(file), 0o750))
	expect.NoError(s.t, os.WriteFile(file, append(content, '\n'), 0o600))
}
