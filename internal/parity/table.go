// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package parity

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"go.yaml.in/yaml/v4"
)

//go:embed facts/*.yaml
var files embed.FS

// Mark says how a fact is known.
type Mark string

// The marks.
const (
	Documented Mark = "documented"  // Microsoft's documentation says it
	Observed   Mark = "observed"    // seen in the live service; the source says by whom, and when
	ThirdParty Mark = "third party" // public code or another vendor says it
	Inferred   Mark = "inferred"    // our conclusion
	Unknown    Mark = "unknown"     // no source says it
)

// Marks returns the marks, the best first.
func Marks() []Mark { return []Mark{Documented, Observed, ThirdParty, Inferred, Unknown} }

// Area is a part of the table.
type Area struct {
	Title string `yaml:"title"`
	About string `yaml:"about"`
	Facts []Fact `yaml:"facts"`
}

// Fact is one row.
type Fact struct {
	ID        string `yaml:"id"`
	Fact      string `yaml:"fact"`
	Mark      Mark   `yaml:"mark"`
	Source    string `yaml:"source"`    // keys of docs-dev/api.md and docs-dev/respond.md, or words
	Otherwise string `yaml:"otherwise"` // what the provider does if it is otherwise
	Test      string `yaml:"test"`      // which proves that

	// Report is the key of an observation. Without one, Settle names another way.
	Report string `yaml:"report"`
	Settle Settle `yaml:"settle"`

	// Switch is a field of the emulator's behaviour. Imitate has its value for each observation.
	Switch  string         `yaml:"switch"`
	Imitate map[string]any `yaml:"imitate"`
	Also    []string       `yaml:"also"`   // observations that no switch imitates
	Number  bool           `yaml:"number"` // a round number is an observation, and the switch's value

	// Emulator has the observations that the emulator shows without a switch; "any" means that they
	// depend on the world.
	Emulator []string `yaml:"emulator"`
}

// Settle is a way to settle a fact that a report does not show.
type Settle string

// The ways.
const (
	ByWrite    Settle = "write"
	ByUser     Settle = "user"
	ByChance   Settle = "chance"
	ByLog      Settle = "log"
	ByReceiver Settle = "receiver"
	ByDocs     Settle = "docs"
	Private    Settle = "private"
	Never      Settle = "never"
)

// means describes a way, for the page.
func (s Settle) means() (short, long string) {
	switch s {
	case ByWrite:
		return "a write", "with a write in a test tenant, and a log of the requests"
	case ByUser:
		return "another sign-in", "with another user, app, or kind of sign-in, and `doctor`"
	case ByChance:
		return "when it happens", "only when it happens: the error shows status, code, and request id"
	case ByLog:
		return "a trace", "with a trace of the sign-in, which contains secrets"
	case ByReceiver:
		return "a receiver", "with a registered receiver, and its log"
	case ByDocs:
		return "the documentation", "by what Microsoft documents"
	case Private:
		return "not reported", "the answer would say how secure the tenant is"
	case Never:
		return "not to be tried", "a trial could do harm, or proves nothing"
	}
	return "", ""
}

// Areas returns the table.
func Areas() ([]Area, error) {
	names, err := fs.Glob(files, "facts/*.yaml")
	if err != nil {
		return nil, err
	}
	areas := make([]Area, len(names))
	for i, name := range names { // sorted
		content, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := yaml.Load(content, &areas[i], yaml.WithKnownFields()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return areas, nil
}

// Facts returns the rows of all areas.
func Facts() ([]Fact, error) {
	areas, err := Areas()
	var facts []Fact
	for _, area := range areas {
		facts = append(facts, area.Facts...)
	}
	return facts, err
}

// Key is an observation: a key of a report, and its values.
type Key struct {
	Name   string
	Values []string // sorted
	Number bool     // a round number is a value, too
	Facts  []Fact   // that it settles
}

// Keys returns the observations by name.
func Keys() (map[string]Key, error) {
	facts, err := Facts()
	if err != nil {
		return nil, err
	}
	keys := map[string]Key{}
	for _, f := range facts {
		if f.Report == "" {
			continue
		}
		key := keys[f.Report]
		key.Name, key.Number, key.Facts = f.Report, key.Number || f.Number, append(key.Facts, f)
		key.Values = append(append(key.Values, f.Also...), slices.Collect(maps.Keys(f.Imitate))...)
		slices.Sort(key.Values)
		key.Values = slices.Compact(key.Values)
		keys[f.Report] = key
	}
	return keys, nil
}
