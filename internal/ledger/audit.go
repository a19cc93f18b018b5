// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// AuditResult is the result of a change.
type AuditResult string

// The results.
const (
	// Partner Center reports the event as decided, after a write.
	AuditWritten AuditResult = "written"
	AuditAdopted AuditResult = "adopted" // it already did: nothing was written
	// the event is unlisted: the decision is recorded, nothing was written.
	AuditRecorded AuditResult = "recorded"
	AuditRefused  AuditResult = "refused" // by the rules of this package, or by Partner Center
	// a write was sent, and may or may not have taken effect.
	AuditUnconfirmed AuditResult = "unconfirmed"
	// nothing was written, because a sign-in, the network, or a timeout failed the change.
	AuditFailed AuditResult = "failed"
)

// AuditRecord is the result of one change of one event.
type AuditRecord struct {
	Key         fraud.Key // in the service's spelling, once the event is found
	Result      AuditResult
	Planned     bool            // the plan refused the change, so it was never tried
	From        *fraud.Standing // before the change; nil if unknown
	To          fraud.Standing
	Annotations map[string]string
	RequestID   string // MS-RequestId of the write; empty if none was sent
	Err         error
}

// Auditor writes records, each at the end of its change. It is called from many goroutines.
type Auditor func(ctx context.Context, r AuditRecord) error

// record returns the result of a settled order, whose lock the caller holds.
func (o *order) record() AuditRecord {
	r := recordOf(o.change, o.err)
	r.RequestID = o.requestID
	if o.tried {
		r.at(o.reviewed)
	}
	var call fraud.CallError
	switch {
	case errors.As(o.err, &call) && o.tried && r.RequestID == "":
		r.RequestID, _ = call.CallIDs()
	case o.err == nil && o.outcome.Action == fraud.Write:
		r.Result = AuditWritten
	case o.err == nil && o.outcome.Action == fraud.Adopt:
		r.Result = AuditAdopted
		r.at(o.outcome.Event)
	case o.err == nil:
		r.Result = AuditRecorded
	}
	return r
}

// recordOf returns the record of a change that ended with the error, or whose result is still open.
func recordOf(c fraud.Change, err error) AuditRecord {
	r := AuditRecord{Key: c.Key, To: c.Decision.Standing(), Annotations: c.Annotations, Err: err,
		Result: auditResult(err)}
	var (
		overwrite *fraud.OverwriteError
		changed   *fraud.ChangedError
		reopened  *fraud.ReopenedError
	)
	switch {
	case errors.As(err, &overwrite):
		r.at(overwrite.Event)
	case errors.As(err, &reopened):
		r.at(reopened.Event)
	case errors.As(err, &changed):
		r.at(changed.Event)
	}
	return r
}

// at sets the event's standing.
func (r *AuditRecord) at(e fraud.Event) {
	r.Key = e.Key
	if standing := e.Standing(); standing != fraud.Unlisted() {
		r.From = &standing
	}
}

// auditResult returns the result for an error.
func auditResult(err error) AuditResult {
	switch {
	case fraud.MaybeSent(err):
		return AuditUnconfirmed
	case fraud.Failed(err, fraud.Refused), fraud.KindOf(err).Refuses():
		return AuditRefused
	default:
		return AuditFailed
	}
}

// order writes the result of an order, whose lock is held.
func (a Auditor) order(o *order) error {
	if a == nil {
		return nil
	}
	return a(o.ctx, o.record())
}

// refusal writes a refused plan, because no apply follows. A refusal that a still unknown
// value can lift does not count.
func (a Auditor) refusal(ctx context.Context, c fraud.Change, err error) error {
	var overwrite *fraud.OverwriteError
	if a == nil || c.ConsentOpen || !errors.As(err, &overwrite) {
		return nil
	}
	r := recordOf(c, err)
	r.Planned = true
	return a(ctx, r)
}
