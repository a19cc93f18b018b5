// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// newWorkspace creates a workspace with that configuration, ready to plan. The provider's
// environment points to the emulator.
func newWorkspace(t *testing.T, s *emulator.Server, config string) *acctest.Workspace {
	t.Helper()
	w := acctest.NewWorkspace(t, s.Env())
	w.Write("main.tf", acctest.RequiredProviders+config)
	w.Must("init")
	return w
}

// interruptedWrite runs the CLI, presses Ctrl-C when it has begun to write, answers the write when
// the provider knows, and returns all output and the result.
func interruptedWrite(t *testing.T, w *acctest.Workspace, s *emulator.Server,
	args ...string) (string, error) {
	t.Helper()
	answer := make(chan struct{})
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: time.Hour, Until: answer})
	run := w.CLI(args...)
	log := filepath.Join(t.TempDir(), "log")
	run.Env = append(run.Env, "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+log)
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	expect.NoError(t, run.Start())
	expect.Eventually(t, "a write", func() bool { return s.Count(emulator.KindUpdate) > 0 })
	expect.NoError(t, run.Process.Signal(os.Interrupt))
	expect.Eventually(t, "the provider's stop", func() bool {
		content, _ := os.ReadFile(log)
		return bytes.Contains(content, []byte("StopProvider"))
	})
	close(answer)
	err := run.Wait()
	return out.String(), err
}

// expectOutput looks for texts in an output, ignoring line breaks.
func expectOutput(t *testing.T, out string, says ...string) {
	t.Helper()
	for _, text := range says {
		if !strings.Contains(strings.Join(strings.Fields(out), " "), text) {
			t.Errorf("the output does not say %q:\n%s", text, out)
		}
	}
}

// plannedActions returns the actions of a fresh plan by event id, without no-ops.
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

// stateEvents returns the ids of the events in state, in order.
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

// TestInterrupt_LosesNothing presses Ctrl-C while one write is in transit and others wait behind
// it. The one in transit is recorded, the others are not sent, and the next plan proposes exactly
// those.
func TestInterrupt_LosesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	w := newWorkspace(t, s, `
		resource "partnercenter_fraud_event_resolution" "test" {
			# three reasons, so three writes, one after the other
			for_each        = { e1 = "Fraud", e2 = "Ignore", e3 = "Legitimate" }
			subscription_id = "`+subscriptionA+`"
			event_id        = each.key
			status          = "Resolved"
			reason          = each.value
		}`)
	out, err := interruptedWrite(t, w, s, "apply", "-auto-approve", "-no-color")
	if err == nil {
		t.Errorf("an interrupted apply succeeded:\n%s", out)
	}

	var written []string
	missing := map[string]string{}
	for _, id := range []string{"e1", "e2", "e3"} {
		if e, _ := s.Event(id); e.EventStatus == "Resolved" {
			written = append(written, id)
		} else {
			missing[id] = "create"
		}
	}
	if len(written) != 1 {
		t.Errorf("%v are written, want exactly the one that was on its way\n%s", written, out)
	}
	expectEqual(t, "events in state", written, stateEvents(t, w))
	expectEqual(t, "planned actions", missing, plannedActions(t, w))

	w.Must("apply", "-auto-approve", "-no-color")
	expectEqual(t, "actions after the second apply", map[string]string{}, plannedActions(t, w))
	expectEqual(t, "requests", 3, s.Count(emulator.KindUpdate))
}

// When StopProvider returns, the stream is cut off, and with it the count of changes.
func TestServer_StopsOnceInterruptedActionsHaveEnded(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: time.Second})
	c := configuredClient(t, s)
	stream := must(c.actions().InvokeAction(c.ctx, &tfprotov6.InvokeActionRequest{
		ActionType: updateTypeName, Config: c.encodeAction(ignoring(everything())),
	}))(t)
	stopped := make(chan struct{})
	for e := range stream.Events {
		switch e.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType: // the only message: the selected events
			go func() {
				defer close(stopped)
				_, _ = c.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
			}()
		case tfprotov6.CompletedInvokeActionEventType:
			select {
			case <-stopped:
				t.Error("the provider stopped before the action had ended")
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
	expect.Received(t, "the end of the provider after the action's", stopped)
}

func TestServer_StopsAtOnceWithoutActions(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, event("e1")))
	for range 2 {
		stopped := make(chan error)
		go func() {
			_, err := c.server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{})
			stopped <- err
		}()
		expect.NoError(t, expect.Received(t, "the end of the provider", stopped))
	}
}
