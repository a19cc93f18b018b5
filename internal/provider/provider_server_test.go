// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// When StopProvider returns, the stream is cut, and with it the count of what was changed.
func TestServer_StopsOnceInterruptedActionsHaveEnded(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: time.Second})
	c := configuredClient(t, s)
	stream := must(c.actions().InvokeAction(c.ctx, &tfprotov6.InvokeActionRequest{
		ActionType: updateTypeName, Config: c.encode(c.schemas.ActionSchemas[updateTypeName].Schema,
			ignoring(everything())),
	}))(t)
	stopped := make(chan struct{})
	for e := range stream.Events {
		switch e.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType: // the only one: what was picked
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
	select {
	case <-stopped:
	case <-time.After(10 * time.Second):
		t.Error("the provider does not stop, though the action has ended")
	}
}

func TestServer_StopsAtOnceWithoutActions(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, event("e1")))
	for range 2 {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		must(c.server.StopProvider(ctx, &tfprotov6.StopProviderRequest{}))(t)
		expect.NoError(t, ctx.Err())
		cancel()
	}
}
