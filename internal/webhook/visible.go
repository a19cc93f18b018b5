// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"

const longestText = 200 // characters

// visible makes a text of others printable and short.
func visible(text string) string {
	runes := []rune(fraud.Printable(text))
	if len(runes) > longestText {
		runes = append(runes[:longestText], '…')
	}
	return string(runes)
}
