// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package audit keeps a file of what became of every decision: one line of JSON for each event.
package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// Log appends to a file. Several processes may append to the same one. It holds nothing open, so there is nothing to close,
// and the file may be moved away at any time: the next line begins a new one. It is safe for concurrent use.
type Log struct {
	author Author
	path   string
}

// Author says for whom, and in which process, the log is kept.
type Author struct {
	User          func() string // the signed-in user; empty if unknown
	CorrelationID string        // MS-CorrelationId of the process
	Now           func() time.Time
}

// line is what is written about one event. What is not known is null.
type line struct {
	Time           time.Time          `json:"time"`
	User           *string            `json:"user"`
	Result         ledger.AuditResult `json:"result"`
	Phase          string             `json:"phase"` // "apply", or "plan" for what was refused there
	SubscriptionID string             `json:"subscription_id"`
	EventID        string             `json:"event_id"`
	From           *fraud.Standing    `json:"from"`
	To             fraud.Standing     `json:"to"`
	Annotations    map[string]string  `json:"annotations"`
	RequestID      *string            `json:"request_id"`
	CorrelationID  string             `json:"correlation_id"`
	Error          *string            `json:"error"`
}

// New checks that the file can be written to, and makes it with access for its owner only if there is none. Its folder
// must exist. A pipe is refused: it keeps nothing, and a writer waits for its reader without end.
func New(path string, author Author) (*Log, error) {
	l := &Log{author: author, path: path}
	if err := l.write(nil); err != nil {
		return nil, err
	}
	return l, nil
}

// Append writes one line. It is a fraud.Auditor.
func (l *Log) Append(_ context.Context, r ledger.AuditRecord) error {
	content, err := json.Marshal(l.line(r))
	if err != nil {
		return err
	}
	if err := l.write(append(content, '\n')); err != nil {
		return fmt.Errorf("the audit log %s lacks event %s of subscription %s (%s): %w", l.path, r.Key.EventID, r.Key.SubscriptionID, r.Result, err)
	}
	return nil
}

// write appends in one call: O_APPEND then keeps the lines of all who write to the file apart.
func (l *Log) write(content []byte) error {
	if info, err := os.Stat(l.path); err == nil && info.Mode()&fs.ModeNamedPipe != 0 {
		return &os.PathError{Op: "open", Path: l.path, Err: errors.New("it is a pipe, not a file")}
	}
	file, err := os.OpenFile(l.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	if len(content) > 0 {
		_, err = file.Write(content)
	}
	return errors.Join(err, file.Close())
}

func (l *Log) line(r ledger.AuditRecord) line {
	entry := line{
		Time:           l.author.Now().UTC(),
		User:           known(l.author.User()),
		Result:         r.Result,
		Phase:          "apply",
		SubscriptionID: r.Key.SubscriptionID,
		EventID:        r.Key.EventID,
		From:           r.From,
		To:             r.To,
		Annotations:    r.Annotations,
		RequestID:      known(r.RequestID),
		CorrelationID:  l.author.CorrelationID,
	}
	if r.Planned {
		entry.Phase = "plan"
	}
	if entry.Annotations == nil {
		entry.Annotations = map[string]string{}
	}
	if r.Err != nil {
		entry.Error = known(r.Err.Error())
	}
	return entry
}

// known is nil for an empty text.
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
