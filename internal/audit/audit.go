// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package audit writes the audit log: one line of JSON for the result of every decision about an
// event, and for every other write.
package audit

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// Log appends to a file. Several processes can append to the same file. It does not keep the file
// open, so there is nothing to close, and the file can be moved at any time: the next line starts a
// new file. It is safe for concurrent use.
type Log struct {
	author Author
	path   string
	cutOff atomic.Bool // the last line has no end
}

// Author is the user and the process that the log names, and the process's secrets.
type Author struct {
	User          func() string // the signed-in user; empty if unknown
	CorrelationID string        // MS-CorrelationId of the process
	Now           func() time.Time
	Hide          func(text string) string // removes known secrets; may be nil
}

// Kind is the subject of a record.
type Kind string

// The kinds: a decision about an event, and a change of an Azure subscription.
const (
	FraudEvent       Kind = "fraud_event"
	AzureEntitlement Kind = "azure_entitlement"
)

// Record is the result of one write, or of the refusal to write: of the decision about one event,
// unless Kind says otherwise. Ids that do not apply are empty.
type Record struct {
	Kind             Kind   // default FraudEvent
	API              string // that has the event's id, unless it is Partner Center's own
	CustomerTenantID string
	SubscriptionID   string
	EventID          string
	Result           string // "written", "refused", …
	Planned          bool   // it was refused in the plan, and never tried
	From             any    // before, in the form of To; nil if that is not known
	To               any    // a Standing or, of another kind, what encodes to JSON without secrets
	Annotations      map[string]string
	RequestID        string // of the write; empty if none was sent
	Err              error
}

// Standing is the status of an event and, if it is resolved, the reason.
type Standing struct {
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
}

// line is one line. Unknown values are null; ids that do not apply are omitted.
type line struct {
	Time             time.Time         `json:"time"`
	User             *string           `json:"user"`
	Kind             Kind              `json:"kind"`
	API              string            `json:"api,omitempty"`
	Result           string            `json:"result"`
	Phase            string            `json:"phase"` // "apply", or "plan" for a refused plan
	CustomerTenantID string            `json:"customer_tenant_id,omitempty"`
	SubscriptionID   string            `json:"subscription_id,omitempty"`
	EventID          string            `json:"event_id,omitempty"`
	From             any               `json:"from"`
	To               any               `json:"to"`
	Annotations      map[string]string `json:"annotations"`
	RequestID        *string           `json:"request_id"`
	CorrelationID    string            `json:"correlation_id"`
	Error            *string           `json:"error"`
}

// New checks that the file can be written, and creates it, accessible only by its owner, if there
// is none. Its folder must exist. New rejects a pipe, because a pipe keeps nothing, and a writer
// could wait for its reader forever.
func New(path string, author Author) (*Log, error) {
	l := &Log{author: author, path: path}
	if err := l.write(nil); err != nil {
		return nil, err
	}
	l.cutOff.Store(isCutOff(path))
	return l, nil
}

// Append writes one line.
func (l *Log) Append(r Record) error {
	content, err := json.Marshal(l.line(r))
	if err != nil {
		return err
	}
	if err := l.write(append(content, '\n')); err != nil {
		return fmt.Errorf("the audit log %s lacks %s (%s): %w", l.path, r.subject(), r.Result, err)
	}
	return nil
}

// subject names the subject of the record.
func (r Record) subject() string {
	switch {
	case r.EventID != "":
		return fmt.Sprintf("event %s of subscription %s", r.EventID, r.SubscriptionID)
	case r.SubscriptionID != "":
		return "subscription " + r.SubscriptionID
	case r.CustomerTenantID != "":
		return "customer " + r.CustomerTenantID
	}
	return "a write of the kind " + string(r.Kind)
}

// write appends in one call, so that O_APPEND keeps the lines of all writers separate.
func (l *Log) write(content []byte) error {
	if info, err := os.Stat(l.path); err == nil && info.Mode()&fs.ModeNamedPipe != 0 {
		return &os.PathError{Op: "open", Path: l.path, Err: errors.New("it is a pipe, not a file")}
	}
	file, err := files.AppendPrivate(l.path)
	if err != nil {
		return err
	}
	if len(content) > 0 {
		err = l.end(file, content)
	}
	return errors.Join(err, file.Close())
}

// end writes at the end of the file, and remembers whether that cuts a line off.
func (l *Log) end(file *os.File, content []byte) error {
	wasCutOff := l.cutOff.Swap(false)
	if wasCutOff {
		content = append([]byte("\n"), content...)
	}
	n, err := file.Write(content)
	if err != nil && (n > 0 || wasCutOff) {
		l.cutOff.Store(true)
	}
	return err
}

// isCutOff reports whether the last line of a file has no end: the disk was full, or a process was
// killed. The next line must not become a part of it. Another process that is writing its line ends
// it before the second look.
func isCutOff(path string) bool {
	if !lacksEnd(path) {
		return false
	}
	time.Sleep(50 * time.Millisecond)
	return lacksEnd(path)
}

// lacksEnd reports whether the last line of a file has no end now. A file that cannot be read is
// whole.
func lacksEnd(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	last := make([]byte, 1)
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false
	}
	_, err = file.ReadAt(last, info.Size()-1)
	return err == nil && last[0] != '\n'
}

func (l *Log) line(r Record) line {
	entry := line{
		Time:             l.author.Now().UTC(),
		User:             known(l.author.User()),
		Kind:             cmp.Or(r.Kind, FraudEvent),
		API:              r.API,
		Result:           r.Result,
		CustomerTenantID: r.CustomerTenantID,
		Phase:            "apply",
		SubscriptionID:   r.SubscriptionID,
		EventID:          r.EventID,
		From:             r.From,
		To:               r.To,
		Annotations:      r.Annotations,
		RequestID:        known(r.RequestID),
		CorrelationID:    l.author.CorrelationID,
	}
	if r.Planned {
		entry.Phase = "plan"
	}
	if entry.Annotations == nil {
		entry.Annotations = map[string]string{}
	}
	if r.Err != nil {
		entry.Error = known(l.author.hidden(r.Err.Error()))
	}
	return entry
}

func (a Author) hidden(text string) string {
	if a.Hide == nil {
		return text
	}
	return a.Hide(text)
}

// known returns nil for an empty text.
func known(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
