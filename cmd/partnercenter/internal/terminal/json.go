// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package terminal

import (
	"bytes"
	"encoding/json"
)

// JSON returns an indented document with a value, and a line break at its end.
func JSON(value any) ([]byte, error) {
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return []byte(visibleJSON(document.String())), nil
}
