// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// The reference is what the command prints as help, which another test compares.
func TestPromise_CommandsKeepTheirFlags(t *testing.T) {
	t.Parallel()
	heading := regexp.MustCompile(`^## partnercenter ?(.*)`)
	flag := regexp.MustCompile(`^ +(?:(-\w), )?(--[a-z-]+)`)
	standard := regexp.MustCompile(`\(default (.+)\)\s*$`)
	status := regexp.MustCompile(`\b\d\b`)
	now, command, commands, subject, statuses := promise{}, "", 0, "", false
	for line := range strings.Lines(readFile(t, "templates/guides/command-line.md.tmpl")) {
		if match := heading.FindStringSubmatch(strings.TrimSpace(line)); match != nil {
			command = "command " + strings.TrimSpace("partnercenter "+match[1])
			subject = ""
			now.add(command, "runs")
			commands++
		}
		if match := flag.FindStringSubmatch(line); match != nil && command != "" {
			subject = command + " " + match[2]
			now.add(subject, "flag")
			if match[1] != "" {
				now.add(command+" "+match[1], "flag")
			}
		}
		if match := standard.FindStringSubmatch(line); match != nil && subject != "" {
			now.add(subject, "default "+match[1])
		}
		statuses = strings.HasPrefix(line, "Exit status:") || statuses && strings.TrimSpace(line) != ""
		if statuses {
			for _, number := range status.FindAllString(line, -1) {
				now.add(command+" exit status", number)
			}
		}
	}
	if commands < 12 {
		t.Errorf("only %d commands were found", commands)
	}
	now.keeps(t, "commands")
}

func TestPromise_VariablesKeepTheirNames(t *testing.T) {
	t.Parallel()
	now := promise{}
	for _, a := range providerSchemas(t).Provider.Block.Attributes {
		for _, variable := range settings.Variables(a.Name) {
			now.add("variable "+variable, "sets "+a.Name)
		}
	}
	now.keeps(t, "variables")
}
