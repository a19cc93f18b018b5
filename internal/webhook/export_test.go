// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import "time"

// LimitSenders shortens the times that a sender has.
func (r *Receiver) LimitSenders(header, read time.Duration) { r.limits = limits{header, read} }

// AllowHTTPIssuers exposes the rule for addresses of issuers' certificates.
func AllowHTTPIssuers(url string, hosts ...string) bool { return mayIssue(url, hosts) }

// SetClock replaces the clock of the certificates' age.
func (c *Certificates) SetClock(now func() time.Time) { c.now = now }
