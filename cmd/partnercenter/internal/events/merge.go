// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// merge adds entries to the decisions file, and returns how many. It reads the file last, so that
// changes that somebody saves in the meantime are not lost.
func (in flags) merge(env cli.Environment, events []fraud.Event) (int, error) {
	file, err := env.ReadFile(in.mergeFile, decisions.MaxSize+1)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", in.mergeFile, err)
	}
	merged, found := decisions.Merge(file, in.drafts(env, events))
	if found != nil {
		return 0, fmt.Errorf("%s:%s. The file was not changed", in.mergeFile, found)
	}
	switch {
	case !in.write:
		if err := env.Print("the file", merged.File); err != nil {
			return 0, err
		}
	case merged.Added > 0:
		if err := files.Replace(in.mergeFile, merged.File); err != nil {
			return 0, fmt.Errorf("%s could not be written and was not changed: %w", in.mergeFile, err)
		}
	}
	env.Say("%s: %s added\n", terminal.Visible(in.mergeFile), entries(merged.Added))
	return merged.Added, nil
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

func (in flags) drafts(env cli.Environment, events []fraud.Event) []decisions.Draft {
	var drafts []decisions.Draft
	for _, e := range events {
		if !in.adopt {
			drafts = append(drafts, undecidedDraft(e))
			continue
		}
		draft, err := adoptedDraft(e, in.evidence)
		if err != nil {
			env.Warn("event %s was omitted: %s.", terminal.Visible(e.String()),
				terminal.Visible(err.Error()))
			continue
		}
		drafts = append(drafts, draft)
	}
	return drafts
}
