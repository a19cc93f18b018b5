// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/parity"
)

// Imitation is what the emulator makes of a report.
type Imitation struct {
	// Switches are fields of the emulator's behaviour.
	Switches map[string]any

	// Unable says what the emulator does differently, in a line each.
	Unable []string
}

// maxUnable limits the lines about one report: more than there are observations, and less than a
// hostile file can ask for.
const maxUnable = 100

// Imitate returns the switches with which the emulator does what the report shows.
func (r *Report) Imitate() (Imitation, error) {
	keys, err := parity.Keys()
	out := Imitation{Switches: map[string]any{}}
	if err != nil {
		return out, err
	}
	for _, name := range slices.Sorted(maps.Keys(r.Observations)) {
		value := r.Observations[name]
		key, known := keys[name]
		switch {
		case !known:
			out.unable("the observation %s is unknown to this build", quoted(name))
		case !allowed(key, value):
			out.unable("%s has the value %s, which is unknown to this build", name, quoted(value))
		default:
			for _, fact := range key.Facts {
				out.imitate(fact, value)
			}
		}
	}
	if more := len(out.Unable) - maxUnable; more > 0 {
		out.Unable = out.Unable[:maxUnable]
		out.unable("%d more observations cannot be imitated", more)
	}
	return out, nil
}

// Apply sets the switches in a behaviour of the emulator.
func (i *Imitation) Apply(behaviour any) error {
	content, err := json.Marshal(i.Switches)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	return decoder.Decode(behaviour)
}

func (i *Imitation) unable(format string, args ...any) {
	i.Unable = append(i.Unable, fmt.Sprintf(format, args...))
}

func (i *Imitation) imitate(fact parity.Fact, value string) {
	setting, ok := fact.Imitate[value]
	if n, err := strconv.Atoi(value); !ok && err == nil && fact.Number {
		setting, ok = n, true
	}
	switch {
	case ok:
		i.Switches[fact.Switch] = setting
	case !slices.Contains(fact.Emulator, value) && !slices.Contains(fact.Emulator, "any"):
		i.unable("%s is %s, which the emulator cannot imitate (fact %s)", fact.Report, value, fact.ID)
	}
}
