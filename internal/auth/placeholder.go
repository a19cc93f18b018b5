// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"regexp"
	"strings"
)

// IsPlaceholder tells whether a value is, as a whole, what a build platform or a template puts in place of a value:
// $(NAME), ${{ … }} or ${NAME}. Whoever was to replace it did not, and it must not be sent as if it were the value.
func IsPlaceholder(value string) bool {
	return placeholder().MatchString(strings.TrimSpace(value))
}

func placeholder() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^(\$\([^()]*\)|\$\{\{.*\}\}|\$\{[^{}]*\})$`)
}

// Unreplaced is what is wrong with a placeholder. It does not repeat the value: a password may look like one.
const Unreplaced = "it is a placeholder that nobody has replaced, such as $(NAME), ${{ … }} or ${NAME}. " +
	"Check that the variable behind it exists, and that this step or file is one in which it is replaced"
