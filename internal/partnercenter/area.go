// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Area is a part of Partner Center's API: fraud events, webhooks, or budgets.
type Area struct {
	// Name is what messages call the area, in the plural: "fraud events".
	Name string

	// Advise gives the advice for the area's own codes. It may be nil, and so may its result: then the
	// advice depends only on the status.
	Advise func(e *Error) anatomy.Text
}

func fraudEvents() Area { return Area{Name: "fraud events", Advise: adviseOnEvents} }

// title is the name at the beginning of a sentence.
func (a Area) title() string {
	if a.Name == "" {
		return "These calls"
	}
	return strings.ToUpper(a.Name[:1]) + a.Name[1:]
}
