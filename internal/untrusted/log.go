// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package untrusted

import "regexp"

var (
	// commands of build platforms, which they look for anywhere in a line: ##vso[…] of Azure DevOps,
	// ##[…] of GitHub, ##teamcity[…].
	commands = regexp.MustCompile(`##(\w*\[)`)
	// lineCommands are those of GitHub at the beginning of a line: ::error::.
	lineCommands = regexp.MustCompile(`(?m)^(\s*):(:)`)
)

// InLog returns a text that does not act as a command in the log of a job.
func InLog(s string) string {
	return lineCommands.ReplaceAllString(commands.ReplaceAllString(s, "# #$1"), "$1: $2")
}

// InLogEscaped is InLog for a text in a notation with escapes, such as JSON, that is not at the
// beginning of a line. The text means the same as before.
func InLogEscaped(s string) string { return commands.ReplaceAllString(s, `#\u0023$1`) }
