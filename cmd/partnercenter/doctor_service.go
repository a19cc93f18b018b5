// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// verdict is what Partner Center says to a listing of fraud events.
type verdict struct {
	refused    string // the check that Partner Center fails, or empty if it answered with events
	detail     string
	next       string
	withoutMFA string // its warning that the sign-in had no MFA, or empty
}

var errEnough = errors.New("one event is enough")

// ask lists fraud events until the first one has come.
func ask(ctx context.Context, client *partnercenter.Client) verdict {
	err := client.ListFraudEvents(ctx, partnercenter.ListQuery{}, partnercenter.Rows(func(partnercenter.FraudEvent) error { return errEnough }))
	if err == nil || errors.Is(err, errEnough) {
		return verdict{}
	}
	said := verdict{refused: checkEvents, detail: err.Error(), next: "Run partnercenter doctor again."}
	var failure *partnercenter.Error
	if errors.As(err, &failure) {
		said.refused = refusedCheck(failure)
		without := *failure
		without.Hint = ""
		if renewal := new(auth.Error); failure.StatusCode != 0 && errors.As(failure.Err, &renewal) {
			without.Err = nil // that no other token could be had says nothing new
		}
		said.detail = without.Error()
		if failure.Hint != "" {
			said.next = failure.Hint
		}
	}
	return said
}

// refusedCheck is the check that a refusal is about: docs-dev/api.md, Errors.
func refusedCheck(failure *partnercenter.Error) string {
	if failure.NotOurs {
		return checkEvents
	}
	switch {
	case failure.WrongAudience():
		return checkAudience
	case failure.MissingMFA:
		return checkMFA
	case failure.AppOnly():
		return checkUser
	case failure.MissingRole():
		return checkRole
	}
	return checkEvents
}
