// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// merge adds entries to the decisions file, and returns how many. The file is read last, so that
// what somebody saves meanwhile is not lost.
func (in eventsFlags) merge(env environment, events []fraud.Event) (int, error) {
	file, err := readDecisions(in.mergeFile, env)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", in.mergeFile, err)
	}
	merged, found := decisions.Merge(file, in.drafts(env, events))
	if found != nil {
		return 0, fmt.Errorf("%s:%s. The file was not changed", in.mergeFile, found)
	}
	switch {
	case !in.write:
		if _, err := env.stdout.Write(merged.File); err != nil {
			return 0, fmt.Errorf("the file could not be written in full: %w", err)
		}
	case merged.Added > 0:
		if err := files.Replace(in.mergeFile, merged.File); err != nil {
			return 0, fmt.Errorf("%s could not be written and was not changed: %w", in.mergeFile, err)
		}
	}
	say(env.stderr, "%s: %s added\n", visible(in.mergeFile), entries(merged.Added))
	return merged.Added, nil
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// drafts are the entries for the events.
func (in eventsFlags) drafts(env environment, events []fraud.Event) []decisions.Draft {
	var drafts []decisions.Draft
	for _, e := range events {
		if !in.adopt {
			drafts = append(drafts, undecidedDraft(e))
			continue
		}
		draft, err := adoptedDraft(e, in.evidence)
		if err != nil {
			say(env.stderr, "Warning: event %s was left out: %s.\n", visible(e.String()),
				visible(err.Error()))
			continue
		}
		drafts = append(drafts, draft)
	}
	return drafts
}
