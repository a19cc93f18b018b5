// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// commandLine runs Terraform or OpenTofu as a person does, with the provider built from this checkout, in a folder of
// its own. Most tests need no more than plugin-testing; these are about the processes: signals, logs, files, counts.
type commandLine struct {
	t           *testing.T
	program     string
	folder      string
	environment map[string]string
}

// startCommandLine builds the provider and writes main.tf and the CLI's configuration. The provider's environment
// points at the emulator.
func startCommandLine(t *testing.T, s *emulator.Server, config string) *commandLine {
	t.Helper()
	c := &commandLine{t: t, program: must(acctest.Program())(t), folder: t.TempDir(), environment: s.Env()}
	plugins := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", filepath.Join(plugins, "terraform-provider-partnercenter"), "../..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, out)
	}
	c.write("cli.tfrc", fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n"+
		"    \"terraform-partnercenter/partnercenter\" = %q\n  }\n  direct {}\n}\n", plugins))
	c.write("main.tf", "terraform {\n  required_providers {\n    partnercenter = {\n      source = \"terraform-partnercenter/partnercenter\"\n    }\n  }\n}\n"+config)
	c.environment["TF_CLI_CONFIG_FILE"] = filepath.Join(c.folder, "cli.tfrc")
	c.environment["CHECKPOINT_DISABLE"] = "1"
	c.environment["TF_IN_AUTOMATION"] = "1"
	c.environment["HOME"] = c.folder
	return c
}

func (c *commandLine) write(name, content string) {
	c.t.Helper()
	if err := os.WriteFile(filepath.Join(c.folder, name), []byte(content), 0o600); err != nil {
		c.t.Fatal(err)
	}
}

// command prepares a run that sees nothing of the developer's own environment but PATH.
func (c *commandLine) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.WithoutCancel(c.t.Context()), c.program, args...)
	cmd.Dir = c.folder
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}
	for name, value := range c.environment {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// run returns all output and the exit status.
func (c *commandLine) run(args ...string) (output string, status int) {
	c.t.Helper()
	out, err := c.command(args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	if exit != nil {
		status = exit.ExitCode()
	}
	return string(out), status
}

// must is run for what has to succeed.
func (c *commandLine) must(args ...string) string {
	c.t.Helper()
	out, status := c.run(args...)
	if status != 0 {
		c.t.Fatalf("%s: exit status %d\n%s", strings.Join(args, " "), status, out)
	}
	return out
}

// mustFail is run for what has to fail.
func (c *commandLine) mustFail(args ...string) string {
	c.t.Helper()
	out, status := c.run(args...)
	if status == 0 {
		c.t.Fatalf("%s succeeded\n%s", strings.Join(args, " "), out)
	}
	return out
}

// plannedActions are the actions of a fresh plan by the event id; no-ops are left out.
func (c *commandLine) plannedActions() map[string]string {
	c.t.Helper()
	c.must("plan", "-no-color", "-input=false", "-out=actions.tfplan")
	var plan struct {
		ResourceChanges []struct {
			Change struct {
				Actions []string
				Before  *struct {
					EventID string `json:"event_id"`
				}
				After *struct {
					EventID string `json:"event_id"`
				}
			}
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal([]byte(c.must("show", "-json", "actions.tfplan")), &plan); err != nil {
		c.t.Fatal(err)
	}
	actions := map[string]string{}
	for _, r := range plan.ResourceChanges {
		id := ""
		if r.Change.After != nil {
			id = r.Change.After.EventID
		} else if r.Change.Before != nil {
			id = r.Change.Before.EventID
		}
		if action := strings.Join(r.Change.Actions, "+"); action != "no-op" {
			actions[id] = action
		}
	}
	return actions
}

// stateEvents are the ids of the events in state, in order.
func (c *commandLine) stateEvents() []string {
	c.t.Helper()
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Values struct {
						EventID string `json:"event_id"`
					}
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal([]byte(c.must("show", "-json")), &state); err != nil {
		c.t.Fatal(err)
	}
	var ids []string
	for _, r := range state.Values.RootModule.Resources {
		ids = append(ids, r.Values.EventID)
	}
	slices.Sort(ids)
	return ids
}

func (c *commandLine) read(name string) string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.folder, name))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(content)
}
