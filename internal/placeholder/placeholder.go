// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package placeholder tells a value from what should have been replaced by one: $(NAME) of Azure
// Pipelines, ${{ … }} of GitHub Actions, ${NAME} of shells and templates. Whoever was to replace it
// did not, and it must not be sent as if it were the value.
package placeholder

import (
	"regexp"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Is tells whether a value is a placeholder as a whole, also in quotes that a file of variables has
// kept.
func Is(value string) bool {
	return regexp.MustCompile(`(?s)^(\$\([^()]*\)|\$\{\{.*\}\}|\$\{[^{}]*\})$`).
		MatchString(strings.Trim(value, " \t\r\n\"'"))
}

// In tells whether a placeholder is a part of a path or an address, as in
// $(Agent.TempDirectory)/x. A secret may look like that, and a folder or a host does not.
func In(value string) bool {
	return regexp.MustCompile(`\$\([\w.]+\)|\$\{\{.*\}\}|\$\{[\w.]+\}`).MatchString(value)
}

// Mistake is the mistake of a placeholder. It does not repeat the value: a password may look like
// one.
func Mistake() *anatomy.Mistake { return mistake("is") }

// PartMistake is the mistake of a value that holds a placeholder.
func PartMistake() *anatomy.Mistake { return mistake("contains") }

func mistake(verb string) *anatomy.Mistake {
	return anatomy.Wrong("%s an unreplaced placeholder, such as $(NAME), ${{ … }} or ${NAME}", verb).
		Do("Check that its variable exists, and that placeholders are replaced in this step or file.")
}
