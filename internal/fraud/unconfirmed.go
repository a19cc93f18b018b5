// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import "fmt"

// UnconfirmedError means that a write was sent, but Partner Center did not report its effect in
// time. Event is the event as reported; nil if it is unlisted or could not be read again (Err). If
// no answer came and the event now has another standing, Err describes that.
type UnconfirmedError struct {
	Key      Key
	Decision Decision
	Event    *Event
	Err      error

	RequestID     string // MS-RequestId of the write; empty if unknown
	CorrelationID string // MS-CorrelationId of the write
}

func (*UnconfirmedError) kind() ErrorKind { return UnconfirmedChange }

func (e *UnconfirmedError) Error() string {
	text := e.What()
	if cause := e.Cause(); cause != nil {
		text += ": " + cause.Error()
	}
	if e.RequestID != "" {
		text += fmt.Sprintf(" [MS-RequestId %s, MS-CorrelationId %s]", e.RequestID, e.CorrelationID)
	}
	return text
}

// Cause is the failure that What mentions without its text; nil if What is complete.
func (e *UnconfirmedError) Cause() error {
	if e.Event != nil && !KindOf(e.Err).Refuses() {
		return nil
	}
	return e.Err
}

// What says what happened, without the cause.
func (e *UnconfirmedError) What() string {
	update := fmt.Sprintf("the update of event %s of subscription %s to %s", e.Key.EventID,
		e.Key.SubscriptionID, e.Decision)
	switch {
	case KindOf(e.Err).Refuses():
		return "no usable answer arrived for " + update +
			", and it is unknown whether it was applied first"
	case e.Event != nil:
		return "Partner Center accepted " + update + ", but still reports the event as " +
			e.Event.Movement().String()
	case e.Err != nil:
		return "it is unknown whether " + update + " was applied, because the event could not be read"
	default:
		return "Partner Center accepted " + update + ", but no longer lists the event"
	}
}

func (e *UnconfirmedError) Unwrap() error { return e.Err }
