// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package settings merges the user's settings, from the provider block or flags, with the
// environment. The provider and the companion command share it. It knows nothing of Terraform, or
// of the use of the settings.
package settings

import (
	"cmp"
	"os"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

const defaultMaxRetries = 6

// Setting is a value together with its origin: the name of an attribute, a flag or an environment
// variable.
type Setting struct {
	Value  string // may be secret
	Origin string
}

// String shows the origin only.
func (s Setting) String() string {
	return "settings.Setting(from " + cmp.Or(s.Origin, "nowhere") + ")"
}

// GoString shows the origin only.
func (s Setting) GoString() string { return s.String() }

// Given holds what the user set in the provider block or with flags, as text, by setting. The
// origin is the name that the user wrote: the setting's own in the provider block, the flag
// ("--tenant-id") in a command. An empty text is unset.
type Given map[string]Setting

// chooses reports whether the setting was given and not switched off.
func (g Given) chooses(setting string) bool {
	value := g[setting].Value
	if strings.HasPrefix(setting, "use_") {
		on, err := parseBoolean(value)
		return err == nil && on
	}
	return value != ""
}

// Environment gives access to variables.
type Environment struct {
	Lookup  func(name string) (value string, isSet bool) // os.LookupEnv
	Environ func() []string                              // os.Environ
}

// ProcessEnvironment is the environment of this process.
func ProcessEnvironment() Environment {
	return Environment{Lookup: os.LookupEnv, Environ: os.Environ}
}

// Settings is the result of merging the given values with the environment.
type Settings struct {
	API            API
	NewEventsModel bool
	MaxRetries     int
	ReadOnly       bool // true if either side says so
	UseCLI         bool
	UseOIDC        *bool // nil if nobody set it

	values map[string]Setting
	getenv func(string) string

	// origin of a client id that disables the ARM_* variables; nil without one
	ownClientID anatomy.Text
}

// Text returns the value of a setting, which may be secret, or "" if it is unset. It does not read
// the file that a …_file_path names.
func (s Settings) Text(setting string) string { return s.values[setting].Value }

// Origin returns the origin of a setting's value: a given name or a variable; "" if it is unset.
func (s Settings) Origin(setting string) string { return s.values[setting].Origin }

// Value returns the value of a setting with its origin.
func (s Settings) Value(setting string) Setting { return s.values[setting] }

// Getenv reads a variable of the environment that the settings were merged with.
func (s Settings) Getenv(name string) string { return s.getenv(name) }

// String keeps secrets out of formatted output.
func (Settings) String() string { return "settings.Settings{(redacted)}" }

// GoString keeps secrets out of %#v.
func (s Settings) GoString() string { return s.String() }

// Resolve merges the given values with the environment:
//
//   - A given value takes precedence over the environment.
//   - A given client credential or user source removes all of its kind from the environment.
//   - The first variable that is set wins. An empty variable is unset.
//   - The ARM_* variables count only if there is no client id of our own.
//
// If there are mistakes, the settings must not be used. lookup reads the environment, and
// distinguishes an empty variable from a missing one. The rule adds checks of each value that this
// package cannot make.
func Resolve(given Given, lookup func(name string) (string, bool), rule Rule) (Settings,
	[]*anatomy.Mistake) {
	getenv := func(name string) string {
		value, _ := lookup(name)
		return value
	}
	r := &resolver{
		given: given, lookup: lookup, getenv: getenv, rule: rule,
		mistakes: Check(given, rule), values: map[string]Setting{},
	}
	own := r.ownClientID()
	r.useARM = own == nil
	for _, g := range groups() {
		r.removed = append(r.removed, g.removed(given)...)
	}
	for _, d := range definitions() {
		r.settle(d)
	}
	for _, name := range []string{"client_id", "client_secret", "refresh_token"} {
		r.preferOne(name, name+"_file_path")
	}
	r.preferOne("client_certificate", "client_certificate_path")
	r.expandPaths()
	s := Settings{
		API:            parsed(r, "api", parseAPI, PartnerCenter),
		NewEventsModel: parsed(r, "new_events_model", parseBoolean, true),
		MaxRetries:     parsed(r, "max_retries", parseCount, defaultMaxRetries),
		ReadOnly:       r.readOnly(),
		UseCLI:         parsed(r, "use_cli", parseBoolean, false),
		values:         r.values,
		getenv:         getenv,
		ownClientID:    own,
	}
	if r.values["use_oidc"].Value != "" {
		use := parsed(r, "use_oidc", parseBoolean, false)
		s.UseOIDC = &use
	}
	if m := apiConflict(r.values); m != nil && len(r.mistakes) == 0 {
		r.mistakes = append(r.mistakes, m)
	}
	return s, r.mistakes
}

// resolver resolves the settings one by one.
type resolver struct {
	given    Given
	lookup   func(string) (string, bool)
	getenv   func(string) string
	rule     Rule
	useARM   bool
	removed  []string // settings whose variables do not count
	values   map[string]Setting
	mistakes []*anatomy.Mistake
}

func (r *resolver) mistaken(setting, origin string, err error) {
	r.mistakes = append(r.mistakes, anatomy.MistakeAt(anatomy.Key(setting), origin, err))
}

// ownClientID returns the origin of a client id outside the ARM_* variables, or nil.
func (r *resolver) ownClientID() anatomy.Text {
	names := []string{"client_id", "client_id_file_path"}
	for _, name := range names {
		if value := r.given[name]; value.Value != "" {
			return anatomy.Subject(anatomy.Key(name), value.Origin)
		}
	}
	for _, name := range names {
		if variable := ownVariable(name); r.getenv(variable) != "" {
			return anatomy.Subject(anatomy.Key(name), variable)
		}
	}
	return nil
}

// settle takes the given value, or that of the first variable that is set.
func (r *resolver) settle(d definition) {
	if value := plain(r.given[d.name]); value.Value != "" {
		r.values[d.name] = value
		return
	}
	if slices.Contains(r.removed, d.name) {
		return
	}
	for _, variable := range Variables(d.name) {
		value := plain(Setting{Value: r.getenv(variable), Origin: variable})
		if value.Value == "" || isARM(variable) && !r.useARM {
			continue
		}
		r.values[d.name] = value
		if err := checkValue(d.name, value.Value, r.rule); err != nil {
			r.mistaken(d.name, variable, err)
		}
		return
	}
}

// plain removes the byte order mark of the file that a value was read from.
func plain(value Setting) Setting {
	value.Value = strings.TrimPrefix(value.Value, "\ufeff")
	return value
}

// preferOne decides between a value and a file, both from the environment: our own variables take
// precedence over the ARM_* group, and otherwise the value over the file.
func (r *resolver) preferOne(value, file string) {
	a, b := r.values[value], r.values[file]
	if a.Value == "" || b.Value == "" {
		return
	}
	if isARM(a.Origin) && !isARM(b.Origin) {
		delete(r.values, value)
	} else {
		delete(r.values, file)
	}
}

// parsed reads a value that settle has checked.
func parsed[T any](r *resolver, name string, parse func(string) (T, error), otherwise T) T {
	value, err := parse(r.values[name].Value)
	if err != nil {
		return otherwise
	}
	return value
}

// readOnly is true if either side says so, so that a pipeline can restrain a configuration that it
// did not write. It is a safety net: a variable that is set but empty, for example because its
// source is misspelled, must not disable it.
func (r *resolver) readOnly() bool {
	const name = "read_only"
	on := parsed(r, name, parseBoolean, false)
	value, isSet := r.lookup(ownVariable(name))
	variable := plain(Setting{Value: value, Origin: ownVariable(name)})
	if !isSet || r.values[name] == variable {
		return on
	}
	if err := checkSeatBelt(variable.Value, r.rule); err != nil {
		r.mistaken(name, variable.Origin, err)
	}
	held, _ := parseBoolean(variable.Value)
	if held && !on {
		r.values[name] = variable
	}
	return on || held
}

func checkSeatBelt(value string, rule Rule) error {
	if value == "" {
		return anatomy.Wrong("is set but empty, which does not enable read-only mode").
			Do("Set it to true or false, or unset it.")
	}
	return checkValue("read_only", value, rule)
}

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
