// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
)

// held is a decision in state.
type held struct {
	address    string // of the instance
	standing   standing
	listed     bool
	tainted    bool
	deposed    bool
	reactivate bool
}

// state is the content of a state file: what it holds about each event, by address.
type state struct {
	serial int
	text   []byte
	lost   bool // the file was cut short
	events map[string][]held
}

// readState reads terraform.tfstate. A missing file is an empty state. event finds an event by the
// id that the state has.
func readState(path string, event func(id string) string) (*state, error) {
	s := &state{events: map[string][]held{}}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return nil, err
	}
	var content struct {
		Serial    int `json:"serial"`
		Resources []struct {
			Type      string `json:"type"`
			Name      string `json:"name"`
			Instances []struct {
				Key        any    `json:"index_key"`
				Status     string `json:"status"`
				Deposed    string `json:"deposed"`
				Attributes values `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, fmt.Errorf("the state cannot be read: %w", err)
	}
	s.serial, s.text = content.Serial, text
	for _, r := range content.Resources {
		for _, i := range r.Instances {
			address := r.Type + "." + r.Name
			if i.Key != nil {
				address += fmt.Sprintf("[%q]", i.Key)
			}
			for id, e := range i.Attributes.elements() {
				listed := !slices.Contains(i.Attributes.Unlisted, id)
				if i.Attributes.Listed != nil {
					listed = *i.Attributes.Listed
				}
				id = event(id)
				s.events[id] = append(s.events[id], held{address: address, standing: e.standing(),
					listed: listed, tainted: i.Status == "tainted", deposed: i.Deposed != "",
					reactivate: i.Attributes.Reactivate})
			}
		}
	}
	return s, nil
}

// at returns what an address holds about an event.
func (s *state) at(address, event string) (held, bool) {
	for _, h := range s.events[event] {
		if h.address == address && !h.deposed {
			return h, true
		}
	}
	return held{}, false
}
