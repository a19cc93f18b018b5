// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// newWorkspace makes a workspace with that configuration, ready to plan. The provider's environment
// points at the emulator.
func newWorkspace(t *testing.T, s *emulator.Server, config string) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, s.Env())
	w.Write("main.tf", acctest.RequiredProviders+config)
	w.Must("init")
	return w
}

// interruptedWrite runs the CLI, presses Ctrl-C when it has begun to write, and returns all output
// and how it ended.
func interruptedWrite(t *testing.T, w *acctest.Workspace, s *emulator.Server,
	args ...string) (string, error) {
	t.Helper()
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: 2 * time.Second})
	run := w.CLI(args...)
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	expect.NoError(t, run.Start())
	eventually(t, "a write", func() bool { return s.Count(emulator.KindUpdate) > 0 })
	expect.NoError(t, run.Process.Signal(os.Interrupt))
	err := run.Wait()
	return out.String(), err
}

// expectOutput looks for texts in an output, wherever that breaks its lines.
func expectOutput(t *testing.T, out string, says ...string) {
	t.Helper()
	for _, text := range says {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), text) {
			t.Errorf("the output does not say %q:\n%s", text, out)
		}
	}
}

// plannedActions are the actions of a fresh plan by the event id; no-ops are left out.
func plannedActions(t *testing.T, w *acctest.Workspace) map[string]string {
	t.Helper()
	w.Must("plan", "-no-color", "-out=actions.tfplan")
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
	expect.NoError(t, json.Unmarshal([]byte(w.Must("show", "-json", "actions.tfplan")), &plan))
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
func stateEvents(t *testing.T, w *acctest.Workspace) []string {
	t.Helper()
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
	expect.NoError(t, json.Unmarshal([]byte(w.Must("show", "-json")), &state))
	var ids []string
	for _, r := range state.Values.RootModule.Resources {
		ids = append(ids, r.Values.EventID)
	}
	slices.Sort(ids)
	return ids
}
