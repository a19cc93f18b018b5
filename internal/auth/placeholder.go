// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"regexp"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// IsPlaceholder tells whether a value is, as a whole, what a build platform or a template puts in
// place of a value: $(NAME), ${{ … }} or ${NAME}, also in quotes that a file of variables has kept.
// Whoever was to replace it did not, and it must not be sent as if it were the value.
func IsPlaceholder(value string) bool {
	return placeholder().MatchString(strings.Trim(value, " \t\r\n\"'"))
}

func placeholder() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^(\$\([^()]*\)|\$\{\{.*\}\}|\$\{[^{}]*\})$`)
}

// HoldsPlaceholder tells whether such a placeholder is a part of a path or an address, as in
// $(Agent.TempDirectory)/x. A secret may look like that, and a folder or a host does not.
func HoldsPlaceholder(value string) bool {
	return regexp.MustCompile(`\$\([\w.]+\)|\$\{\{.*\}\}|\$\{[\w.]+\}`).MatchString(value)
}

// Unreplaced is the mistake of a placeholder. It does not repeat the value: a password may look
// like one.
func Unreplaced() *anatomy.Mistake { return unreplaced("is") }

// UnreplacedPart is the mistake of a value that holds a placeholder.
func UnreplacedPart() *anatomy.Mistake { return unreplaced("contains") }

func unreplaced(verb string) *anatomy.Mistake {
	return anatomy.Wrong("%s an unreplaced placeholder, such as $(NAME), ${{ … }} or ${NAME}", verb).
		Do("Check that its variable exists, and that placeholders are replaced in this step or file.")
}
