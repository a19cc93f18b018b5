// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import "time"

// LimitSenders shortens the times that a sender has.
func (r *Receiver) LimitSenders(header, read time.Duration) { r.limits = limits{header, read} }

// MayFetch exposes the rule for addresses in certificates.
func MayFetch(url string, hosts ...string) bool { return mayFetch(url, hosts) }

// SetClock replaces the clock of the certificates' age.
func (c *Certificates) SetClock(now func() time.Time) { c.now = now }

// LimitFetches shortens the time of a fetch.
func (c *Certificates) LimitFetches(to time.Duration) { c.patience = to }

// LookAfter shortens the waits between the looks after an alert.
func (r *Receiver) LookAfter(waits ...time.Duration) { r.alerts.waits = waits }
