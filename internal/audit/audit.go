// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package audit keeps a file of what became of every decision: one line of JSON for each event.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Log appends to a file. Several processes may append to the same one. It is safe for concurrent use.
type Log struct {
	author Author

	mu   sync.Mutex
	file *os.File
}

// Author says for whom, and in which process, the log is kept.
type Author struct {
	User          func() string // the signed-in user; empty if unknown
	CorrelationID string        // MS-CorrelationId of the process
	Now           func() time.Time
}

// line is what is written about one event. What is not known is null.
type line struct {
	Time           time.Time         `json:"time"`
	User           *string           `json:"user"`
	Result         fraud.AuditResult `json:"result"`
	Phase          string            `json:"phase"` // "apply", or "plan" for what was refused there
	SubscriptionID string            `json:"subscription_id"`
	EventID        string            `json:"event_id"`
	From           *fraud.Standing   `json:"from"`
	To             fraud.Standing    `json:"to"`
	Annotations    map[string]string `json:"annotations"`
	RequestID      *string           `json:"request_id"`
	CorrelationID  string            `json:"correlation_id"`
	Error          *string           `json:"error"`
}

// Open opens the file, or makes it with access for its owner only. Its folder must exist.
func Open(path string, author Author) (*Log, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	return &Log{author: author, file: file}, nil
}

// Close closes the file. Nothing can be appended then.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.file.Close()
}

// Append writes one line. It is a fraud.Auditor.
func (l *Log) Append(_ context.Context, r fraud.AuditRecord) error {
	content, err := json.Marshal(l.line(r))
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	// One call for the whole line: O_APPEND keeps the lines of several processes apart.
	if _, err := l.file.Write(append(content, '\n')); err != nil {
		return fmt.Errorf("the audit log %s lacks event %s of subscription %s (%s): %w", l.file.Name(), r.Key.EventID, r.Key.SubscriptionID, r.Result, err)
	}
	return nil
}

func (l *Log) line(r fraud.AuditRecord) line {
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
