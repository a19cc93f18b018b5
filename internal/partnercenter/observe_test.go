// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// observed is a context that notes what its observer is told: status and attempts, or "well".
func observed(ctx context.Context) (context.Context, *[]string) {
	told := &[]string{}
	return fraud.WithObserver(ctx, func(failure error) {
		var failed *partnercenter.Error
		switch {
		case failure == nil:
			*told = append(*told, "well")
		case errors.As(failure, &failed):
			*told = append(*told, fmt.Sprintf("%d after %d", failed.StatusCode, failed.Attempts))
		default:
			*told = append(*told, "another failure: "+failure.Error())
		}
	}), told
}

func TestObserver_IsToldOfEveryFailedAttemptAndOfTheEnd(t *testing.T) {
	t.Parallel()
	ctx, told := observed(t.Context())
	s := serve(t, reply(500, ""), reply(503, ""), brokenOff("Content-Length: 5000", ""), page("a"))
	if err := newClient(t, s).FraudEvents().List(ctx, fraud.Query{},
		partnercenter.Rows(func(fraud.Event) error { return nil })); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"500 after 1", "503 after 2", "200 after 3", "well"},
		*told); diff != "" {
		t.Error(diff)
	}
}

func TestObserver_HearsOfNoFailureThatIsTheCallersOwn(t *testing.T) {
	t.Parallel()
	ctx, told := observed(t.Context())
	enough := errors.New("enough")
	err := newClient(t, serve(t, page("a"))).FraudEvents().List(ctx, fraud.Query{},
		partnercenter.Rows(func(fraud.Event) error { return enough }))
	if !errors.Is(err, enough) || len(*told) != 0 {
		t.Errorf("%v, told %q", err, *told)
	}
}

func TestError_AboutEventsTellsWhatOtherIDsMayChange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		body   string
		want   bool
	}{
		"invalid property":        {400, `{"code":"3000"}`, true},
		"invalid input":           {400, `{"code":"800002"}`, true},
		"no body":                 {400, "", true},
		"not found":               {404, `{"code":"1000"}`, true},
		"not found, no body":      {404, "", true},
		"at the same time":        {409, "", true},
		"unprocessable":           {422, "", true},
		"too large":               {413, "", true},
		"value of an enumeration": {400, `{"code":"900126"}`, false},
		"subscription":            {404, `{"code":"20003"}`, false},
		"subscription, again":     {404, `{"code":"800111"}`, false},
		"tenant":                  {404, `{"code":"60003"}`, false},
		"no such path":            {404, `{"statusCode":404,"message":"Resource not found"}`, false},
		"rights":                  {403, "", false},
		"sign-in":                 {401, "", false},
		"throttled":               {429, "", false},
		"failure of the service":  {500, "", false},
	} {
		if got := failWith(t, test.status, test.body); got.AboutEvents() != test.want {
			t.Errorf("%s: got %t (%v)", name, got.AboutEvents(), got)
		}
	}
}
