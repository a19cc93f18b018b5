// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// A refusal is a decision. Whoever could not decide has failed, unless the write may have taken
// effect.
func TestResultOf_DistinguishesRefusalsFromFailures(t *testing.T) {
	t.Parallel()
	failed := func(e rest.CallError) error { return &partnercenter.Error{CallError: e} }
	status := func(code int) error { return failed(rest.CallError{StatusCode: code}) }
	for name, c := range map[string]struct {
		err  error
		want ledger.AuditResult
	}{
		"no error":          {nil, ledger.AuditWritten},
		"read_only":         {&partnercenter.ReadOnlyError{}, ledger.AuditRefused},
		"bad request":       {status(http.StatusBadRequest), ledger.AuditRefused},
		"forbidden":         {status(http.StatusForbidden), ledger.AuditRefused},
		"sign-in":           {status(http.StatusUnauthorized), ledger.AuditFailed},
		"too many requests": {status(http.StatusTooManyRequests), ledger.AuditFailed},
		"a proxy's 403": {failed(rest.CallError{StatusCode: 403, NotOurs: true}),
			ledger.AuditFailed},
		"the service failed": {status(http.StatusInternalServerError), ledger.AuditUnconfirmed},
		"a lost answer":      {failed(rest.CallError{OutcomeUnknown: true}), ledger.AuditUnconfirmed},
		"no time left":       {context.DeadlineExceeded, ledger.AuditFailed},
	} {
		expect.Equal(t, name, c.want, connection.ResultOf(c.err))
	}
}
