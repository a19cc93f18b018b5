// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
)

// auditLine is a line of the audit log.
type auditLine struct {
	Result         string      `json:"result"`
	Phase          string      `json:"phase"`
	SubscriptionID string      `json:"subscription_id"`
	EventID        string      `json:"event_id"`
	API            string      `json:"api"`
	From           *lineStatus `json:"from"`
	To             *lineStatus `json:"to"`
	RequestID      string      `json:"request_id"`
}

func (l auditLine) String() string {
	return fmt.Sprintf("%s %s %v: %s", l.Phase, l.EventID, l.To, l.Result)
}

type lineStatus struct{ Status, Reason string }

func (l auditLine) about(event string, to standing) bool {
	return l.EventID == event && l.To != nil && standing(*l.To) == to
}

// readAudit returns the lines that are new.
func (g *game) readAudit() ([]auditLine, error) {
	text, err := os.ReadFile(g.auditLog())
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	var all []auditLine
	for _, text := range lines[min(g.audited, len(lines)):] {
		if text == "" {
			continue
		}
		var line auditLine
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			return nil, fmt.Errorf("a line of the audit log: %w: %s", err, text)
		}
		line.EventID = g.config.event(line.EventID)
		all = append(all, line)
	}
	g.audited += len(all)
	return all, nil
}
