// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// kindsOf names what a failure means for every service. It decides whether a write is repeated.
func kindsOf(e rest.CallError) (kinds string) {
	for _, kind := range []struct {
		name  string
		holds bool
	}{
		{"refuses", e.Refuses()}, {"may have happened", e.MayHaveHappened()},
		{"may yet happen", e.MayYetHappen()}, {"not permitted", e.NotPermitted()},
		{"too late", e.TooLate()}, {"out of time", e.OutOfTime()},
	} {
		if kind.holds {
			kinds += kind.name + "; "
		}
	}
	return kinds
}

func TestCallError_Kinds(t *testing.T) {
	t.Parallel()
	late := fmt.Errorf("waiting: %w", transport.ErrTooLate)
	for _, test := range []struct {
		failed rest.CallError
		want   string
	}{
		{rest.CallError{}, ""},
		{rest.CallError{Err: errors.New("no route")}, ""},
		{rest.CallError{OutcomeUnknown: true}, "may have happened; "},
		{rest.CallError{Err: fmt.Errorf("x: %w", &auth.Error{})}, "not permitted; "},
		{rest.CallError{Err: &rest.EndedError{}}, "out of time; "},
		{rest.CallError{Err: &rest.EndedError{Last: late}}, "too late; "},
		{rest.CallError{StatusCode: 429, Err: &rest.EndedError{}}, ""},
		{rest.CallError{StatusCode: 202, OutcomeUnknown: true, Err: &rest.StatusError{Status: 202}},
			"may have happened; may yet happen; "},
		{rest.CallError{StatusCode: 202, Err: &rest.StatusError{Status: 202}}, ""}, // of a read
		{rest.CallError{StatusCode: 302}, ""},
		{rest.CallError{StatusCode: 400}, "refuses; "},
		{rest.CallError{StatusCode: 400, NotOurs: true}, ""},
		{rest.CallError{StatusCode: 401}, "not permitted; "},
		{rest.CallError{StatusCode: 403}, "refuses; not permitted; "},
		{rest.CallError{StatusCode: 408}, "may have happened; "},
		{rest.CallError{StatusCode: 409}, "refuses; "},
		{rest.CallError{StatusCode: 429}, ""},
		{rest.CallError{StatusCode: 500}, "may have happened; "},
		{rest.CallError{StatusCode: 503, NotOurs: true}, "may have happened; "},
		{rest.CallError{StatusCode: 503, Err: late}, "too late; "},
		{rest.CallError{StatusCode: 504, OutcomeUnknown: true, Err: late},
			"may have happened; too late; "},
	} {
		expect.Equal(t, fmt.Sprintf("%+v", test.failed), test.want, kindsOf(test.failed))
	}
}

// Support looks for an id by its name, so the id of a lost answer has the name that it was sent
// with.
func TestCallError_NamesIDsAsTheServiceDoes(t *testing.T) {
	t.Parallel()
	own := rest.Service{Name: "Own", IDs: rest.IDHeaders{Request: "sent-id", Reply: "reply-id"}}
	for want, failed := range map[string]rest.CallError{
		"reply-id r": {Service: own, RequestID: "r", SentID: "s"},
		"sent-id s":  {Service: own, RequestID: "s", SentID: "s"},
		"MS-RequestId s, MS-CorrelationId c": {RequestID: "s", SentID: "s",
			CorrelationID: "c"},
		"MS-RequestId r": {RequestID: "r", SentID: "s"},
		"":               {Service: own},
	} {
		expect.Equal(t, want, want, failed.Anatomy().Facts.String())
		expect.Equal(t, want, failed.Service.Name, failed.Anatomy().Service)
	}
}
