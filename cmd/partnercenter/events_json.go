// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// writeEventsJSON writes an array, even if there are no events.
func writeEventsJSON(out *bytes.Buffer, events []fraud.Event) error {
	return writeVisibleJSON(out, append([]fraud.Event{}, events...))
}

// writeVisibleJSON indents a value.
func writeVisibleJSON(out *bytes.Buffer, value any) error {
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	out.WriteString(visibleJSON(document.String()))
	return nil
}
