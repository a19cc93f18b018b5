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
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// stored returns the configuration of the stored states, with that reason.
func (f form) stored(reason string) object {
	return f.holding(object{"status": "Resolved", "reason": reason,
		"annotations": map[string]any{"ticket": "SEC-1042"}})
}

// This release reads the states of all releases: there are no changes, and it remembers whose
// decision it is.
func TestState_OfEveryReleaseIsReadAndPlansEmpty(t *testing.T) {
	t.Parallel()
	for _, f := range forms() {
		for _, file := range storedStates(t, f.typeName) {
			t.Run(f.name+" "+filepath.Base(file), func(t *testing.T) {
				t.Parallel()
				s := startEmulator(t, event("e1"))
				colleagueResolves(t, s, "e1", "Fraud")
				session := f.start(t, s)
				session.restore(readStoredState(t, file))

				p := session.planWithoutRefresh(f.stored("Fraud"))
				expectDiagnostics(t, p.diagnostics)
				session.expectNoChange(p)
				p = session.plan(f.stored("Fraud"))
				expectDiagnostics(t, p.diagnostics)
				session.expectNoChange(p)
				if name := session.says("name"); name != standardLine() {
					t.Errorf("after a refresh the name is %v", name)
				}

				session.create(f.stored("Ignore"))
				expectStanding(t, s, "e1", "Resolved", "Ignore")
				if previous := session.says("previous_status"); previous != "Resolved (Fraud)" {
					t.Errorf("the decision was made where the event stood as %v", previous)
				}
			})
		}
	}
}

// The newest stored state has the form of the schema. If this fails, the schema has changed since
// the last release. Make sure that states of older releases can still be read (with a new version
// of the schema and an upgrader, if attributes changed their type or name), and store the new form
// under the next release with -update.
func TestState_TheNewestHasTheFormOfTheSchema(t *testing.T) {
	t.Parallel()
	for _, f := range forms() {
		_, session := f.begin(t)
		session.create(f.stored("Fraud"))
		newest := newestStoredState(t, f.typeName)
		if *update && !cmp.Equal(shape(t, newest.Attributes), shape(t, session.stored().Attributes)) {
			session.store()
			newest = newestStoredState(t, f.typeName)
		}
		if newest.SchemaVersion != session.resource.Version {
			t.Errorf("%s: stored with version %d of the schema, which has version %d", f.typeName,
				newest.SchemaVersion, session.resource.Version)
		}
		if diff := cmp.Diff(shape(t, newest.Attributes),
			shape(t, session.stored().Attributes)); diff != "" {
			t.Errorf("%s: (-stored +schema):\n%s", f.typeName, diff)
		}
	}
}

// storedStates returns the files of a resource, the newest last.
func storedStates(t *testing.T, typeName string) []string {
	t.Helper()
	files := must(filepath.Glob(filepath.Join("testdata", "state", typeName, "*.json")))(t)
	if len(files) == 0 {
		t.Fatalf("there is no stored state of %s", typeName)
	}
	slices.SortFunc(files, func(a,
		b string) int {
		return slices.Compare(release(t, a), release(t, b))
	})
	return files
}

// release returns the version in a file's name, as numbers.
func release(t *testing.T, file string) []int {
	t.Helper()
	var numbers []int
	for part := range strings.SplitSeq(strings.TrimSuffix(filepath.Base(file), ".json"), ".") {
		numbers = append(numbers, must(strconv.Atoi(part))(t))
	}
	return numbers
}

func newestStoredState(t *testing.T, typeName string) storedState {
	t.Helper()
	files := storedStates(t, typeName)
	return readStoredState(t, files[len(files)-1])
}

func readStoredState(t *testing.T, file string) storedState {
	t.Helper()
	var stored storedState
	expect.NoError(t, json.Unmarshal(must(os.ReadFile(file))(t), &stored))
	return stored
}

// shape returns a value with every text replaced by "", which leaves names and types.
func shape(t *testing.T, attributes json.RawMessage) any {
	t.Helper()
	var v any
	expect.NoError(t, json.Unmarshal(attributes, &v))
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
func (s *session) store() {
	s.t.Helper()
	changelog := must(os.ReadFile(filepath.Join("..", "..", "CHANGELOG.md")))(s.t)
	release := regexp.MustCompile(`(?m)^## (\S+) \(Unreleased\)$`).FindSubmatch(changelog)
	if release == nil {
		s.t.Fatal("CHANGELOG.md has no unreleased version")
	}
	content := must(json.MarshalIndent(s.stored(), "", "  "))(s.t)
	file := filepath.Join("testdata", "state", s.typeName, string(release[1])+".json")
	expect.NoError(s.t, os.WriteFile(file, append(content, '\n'), 0o600))
}
