// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"log/slog"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	longestText   = 200  // characters
	longestReason = 2000 // characters
)

// visible makes a text of others printable and short.
func visible(text string) string { return clipped(text, longestText) }

// reason is an error in the log. It has room for the ids of a failed call, which come last.
func reason(err error) slog.Attr {
	return slog.String("reason", clipped(err.Error(), longestReason))
}

func clipped(text string, longest int) string {
	runes := []rune(fraud.Printable(text))
	if len(runes) > longest {
		runes = append(runes[:longest], '…')
	}
	return string(runes)
}
