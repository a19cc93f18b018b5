// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// kindNames are those of [fraud.FailureKind], in order.
const kindNames = "not-found unknown-subscription unknown-value refused refused-for-events " +
	"unknown-outcome may-have-happened may-yet-happen too-late not-permitted"

// TestError_MeansTheKindsOfTheDomain is about what the domain decides by: nothing else of an error.
func TestError_MeansTheKindsOfTheDomain(t *testing.T) {
	t.Parallel()
	asked := partnercenter.Error{SubscriptionID: "s"}
	of := func(status int, code string, change ...func(*partnercenter.Error)) *partnercenter.Error {
		e := asked
		e.StatusCode, e.Code = status, code
		for _, c := range change {
			c(&e)
		}
		return &e
	}
	later := func(e *partnercenter.Error) { e.LaterPage = true }
	foreign := func(e *partnercenter.Error) { e.NotOurs = true }
	unknown := func(e *partnercenter.Error) { e.OutcomeUnknown = true }
	late := func(e *partnercenter.Error) { e.Err = fmt.Errorf("post: %w", transport.ErrTooLate) }
	signedOut := func(e *partnercenter.Error) { e.Err = fmt.Errorf("get: %w", &auth.Error{}) }
	odd := func(e *partnercenter.Error) { e.Err = &rest.StatusError{Status: e.StatusCode} }
	for _, test := range []struct {
		err  *partnercenter.Error
		want string
	}{
		{of(0, ""), ""},
		{of(0, "", unknown), "unknown-outcome may-have-happened"},
		{of(400, ""), "refused refused-for-events"},
		{of(400, "900126"), "unknown-value refused"},
		{of(400, "900126", later), "refused"},
		{of(401, ""), "not-permitted"},
		{of(403, ""), "refused not-permitted"},
		{of(0, "", signedOut), "not-permitted"},
		{of(404, ""), "not-found refused refused-for-events"},
		{of(404, "", later), "refused refused-for-events"},
		{of(404, "", foreign), ""},
		{of(404, "20003"), "not-found unknown-subscription refused"},
		{of(404, "20003", foreign), ""},
		{of(408, ""), "may-have-happened"},
		{of(503, "", late), "too-late"},
		{of(202, "", unknown, odd), "unknown-outcome may-have-happened may-yet-happen"},
		{of(409, ""), "refused refused-for-events"},
		{of(429, ""), ""},
		{of(500, ""), "may-have-happened"},
		{of(504, "", unknown), "unknown-outcome may-have-happened"},
	} {
		var got []string
		for kind, name := range strings.Fields(kindNames) {
			if test.err.Means(fraud.FailureKind(kind)) {
				got = append(got, name)
			}
		}
		if got := strings.Join(got, " "); got != test.want {
			t.Errorf("HTTP %d, code %q, %+v: %q, want %q", test.err.StatusCode, test.err.Code, test.err, got,
				test.want)
		}
	}
	if e := of(400, ""); e.Means(fraud.NotPermitted + 1) {
		t.Error("an error means a kind that there is not")
	}
}

// TestError_IsTheCallErrorOfTheDomain also where it is wrapped, and its request id is the call's.
func TestError_IsTheCallErrorOfTheDomain(t *testing.T) {
	t.Parallel()
	var call fraud.CallError
	err := fmt.Errorf("wrapped: %w", &partnercenter.Error{StatusCode: 403, RequestID: "r1"})
	if !errors.As(err, &call) {
		t.Fatal("it is none")
	}
	if id, _ := call.CallIDs(); id != "r1" {
		t.Errorf("its id is %q", id)
	}
}
