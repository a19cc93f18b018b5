// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package placeholder detects placeholders that should have been replaced by a value: $(NAME) of
// Azure Pipelines, ${{ … }} of GitHub Actions, ${NAME} of shells and templates. A placeholder that
// is still there must not be sent as if it were the value.
package placeholder

import (
	"regexp"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Is reports whether the whole value is a placeholder, even in quotes that a file of variables has
// kept.
func Is(value string) bool {
	return regexp.MustCompile(`(?s)^(\$\([^()]*\)|\$\{\{.*\}\}|\$\{[^{}]*\})$`).
		MatchString(strings.Trim(value, " \t\r\n\"'"))
}

// In reports whether a path or an address contains a placeholder, as in $(Agent.TempDirectory)/x. A
// secret may contain such a text, but a folder or a host does not.
func In(value string) bool {
	return regexp.MustCompile(`\$\([\w.]+\)|\$\{\{.*\}\}|\$\{[\w.]+\}`).MatchString(value)
}

// Mistake is the mistake of a placeholder. It does not repeat the value, because a password may
// look like one.
func Mistake() *anatomy.Mistake { return mistake("is") }

// PartMistake is the mistake of a value that contains a placeholder.
func PartMistake() *anatomy.Mistake { return mistake("contains") }

func mistake(verb string) *anatomy.Mistake {
	return anatomy.Wrong("%s an unreplaced placeholder, such as $(NAME), ${{ … }} or ${NAME}", verb).
		Do("Check that its variable exists, and that placeholders are replaced in this step or file.")
}
