// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"fmt"
	"slices"
	"strings"
)

// idsPerMessage keeps progress messages short enough for a terminal.
const idsPerMessage = 20

// progress sends the progress messages of an invocation.
type progress struct {
	send        func(message string)
	interrupted func() bool

	// unsaid are the messages since an interrupt. They become part of the final error: Terraform
	// (1.16) abandons an action that sends a message after an interrupt.
	unsaid []string
}

func (p *progress) say(message string) {
	if p.interrupted() {
		p.unsaid = append(p.unsaid, message)
		return
	}
	p.send(message)
}

// sayIDs names all ids, in as many messages as necessary.
func (p *progress) sayIDs(what string, ids []string) {
	said := 0
	for part := range slices.Chunk(ids, idsPerMessage) {
		place := ""
		if len(ids) > idsPerMessage {
			place = fmt.Sprintf(" [%d to %d of %d]", said+1, said+len(part), len(ids))
		}
		said += len(part)
		p.say(what + place + ": " + strings.Join(part, ", "))
	}
}
