// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/shell"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// offered returns the suggestions for the shell, and the number that says how to use them.
func offered(t *testing.T, args ...string) (offers []string, directive string) {
	t.Helper()
	s := newSession(t, startEmulator(t), nil)
	s.ends(t, exitOK, "__completeNoDesc", args...)
	s.expectNoRequests(t)
	lines := strings.Split(strings.TrimSpace(s.out.String()), "\n")
	return lines[:len(lines)-1], lines[len(lines)-1]
}

func TestCompletions_OfValues(t *testing.T) {
	t.Parallel()
	const none, files, extensions = ":4", ":0", ":8"
	for _, c := range []struct {
		line, directive string
		want            []string
	}{
		{"ev|", none, []string{"events"}},
		{"events|--status|", none, fraud.Statuses()},
		{"events|--severity|", none, fraud.Severities()},
		{"events|--status|Active,R", none, []string{"Active,Resolved"}},
		{"events|--event-type|", none, fraud.EventTypes()},
		{"events|-o|", none, []string{"table", "json", "markdown", "csv", "ledger"}},
		{"doctor|--output|", none, []string{"text", "json"}},
		{"events|--environment|", none, []string{"global", "usgovernment", "china"}},
		{"events|--subscription-id|", none, []string{}},
		{"events|", none, []string{"show"}},
		{"rotate|--out|", files, []string{}},
		{"login|--token-cache|", files, []string{}},
		{"emulator|--env-format|", none, shell.Names()},
		{"check|", extensions, []string{"yaml", "yml"}},
		{"completion|", none, []string{"bash", "fish", "powershell", "zsh"}},
		{"help|eve", none, []string{"events"}},
	} {
		args := strings.Split(strings.TrimSuffix(c.line, "|"), "|")
		if strings.HasSuffix(c.line, "|") && c.line != "ev|" {
			args = append(args, "")
		}
		offers, directive := offered(t, args...)
		var got []string
		for _, offer := range offers {
			if args[len(args)-1] == "" || strings.HasPrefix(offer, args[len(args)-1]) {
				got = append(got, offer)
			}
		}
		expect.Equal(t, c.line, strings.Join(c.want, " "), strings.Join(got, " "))
		expect.Equal(t, "directive of "+c.line, c.directive, directive)
	}
}

// Flags that list their values in the help also suggest them.
func TestCompletions_OfEveryFlagWithAFixedList(t *testing.T) {
	t.Parallel()
	for _, cmd := range commands(cli.Environment{}) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() != "form" {
				return
			}
			if _, found := cmd.GetFlagCompletionFunc(f.Name); !found {
				t.Errorf("%s --%s has no completion", cmd.Name(), f.Name)
			}
		})
	}
}

// Every other flag for a path suggests files, and no flag suggests files where none fit.
func TestCompletions_FilesForPathsOnly(t *testing.T) {
	t.Parallel()
	paths := 0
	var visit func(words []string, cmd *cobra.Command)
	visit = func(words []string, cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.NoOptDefVal != "" {
				return // the value is optional, and follows an equals sign
			}
			want := ":4"
			if kind, _ := pflag.UnquoteUsage(f); kind == "file" || kind == "folder" {
				want = ":0"
				paths++
			}
			_, directive := offered(t, append(slices.Clone(words), "--"+f.Name, "")...)
			expect.Equal(t, strings.Join(words, " ")+" --"+f.Name, want, directive)
		})
		for _, sub := range cmd.Commands() {
			visit(append(slices.Clone(words), sub.Name()), sub)
		}
	}
	visit(nil, newRoot(cli.Environment{}))
	if paths < 10 {
		t.Errorf("found %d flags for paths", paths)
	}
}

// The available shells can read the scripts.
func TestCompletion_ScriptsOfFourShells(t *testing.T) {
	t.Parallel()
	for name, check := range map[string][]string{"bash": {"bash", "-n"}, "zsh": {"zsh", "-n"},
		"fish": {"fish", "--no-execute"}, "powershell": {"pwsh", "-NoProfile", "-Command", "-"}} {
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitOK, "completion "+name)
		expect.Contains(t, s.out.String(), "__complete", cli.Program)
		if _, err := exec.LookPath(check[0]); err != nil {
			t.Logf("%s is not installed, so only the script's text was checked", check[0])
			continue
		}
		reader := exec.CommandContext(t.Context(), check[0], check[1:]...)
		reader.Stdin = &s.out
		if said, err := reader.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", name, err, said)
		}
	}
}
