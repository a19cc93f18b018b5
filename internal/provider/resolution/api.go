// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// apiKey is the key in private state of the API that the events were recorded with: a settings.API.
// It is absent for Partner Center's own, as in states of releases without the setting. All events
// of a state have the same API, because nothing is added to a state of another one.
const apiKey = "api"

const (
	summaryOtherAPI = "Fraud event recorded with another API"

	adviceOtherAPI = "To keep the recorded API, set `api = %q` in the provider block. To change it, " +
		"remove this resource from state with `terraform state rm`, and %s."
	adviceMoveOne  = "import the event by its id in the other API"
	adviceMoveMany = "declare the events by their ids in the other API: creating adopts decisions"
)

// rememberAPI records the API of the events.
func rememberAPI(ctx context.Context, to privateState, api settings.API, diags *diag.Diagnostics) {
	if api == settings.Graph {
		store(ctx, to, apiKey, api, diags)
		return
	}
	diags.Append(to.SetKey(ctx, apiKey, nil)...)
}

// checkAPI refuses a state that was recorded with another API than the configured one, which does
// not know its ids: every event would look unlisted. Without a connection, there is nothing to
// compare.
func (r *declared[M, P]) checkAPI(ctx context.Context, state P, from privateState,
	diags *diag.Diagnostics) {
	recorded := settings.PartnerCenter
	if load[settings.API](ctx, from, apiKey, diags) == settings.Graph {
		recorded = settings.Graph
	} else if last, _ := state.options().recall(ctx, from, diags); len(last) == 0 {
		return // a provider that crashes leaves a state without memories, and without the API
	}
	if !r.Connection.Ready() || r.Connection.API() == recorded {
		return
	}
	move := adviceMoveOne
	if state.options().many {
		move = adviceMoveMany
	}
	diags.AddError(summaryOtherAPI, fmt.Sprintf("State has %s, recorded with the API `%s`. The "+
		"configured API is `%s`, which has other ids for the same events. ", namesOf(state.records()),
		recorded, r.Connection.API())+fmt.Sprintf(adviceOtherAPI, recorded, move))
}

// mostEventsNamed limits how many events an error names.
const mostEventsNamed = 10

func namesOf(all records) string {
	ids := all.ids()
	if len(ids) == 1 {
		return "event " + ids[0]
	}
	more := ""
	if rest := len(ids) - mostEventsNamed; rest > 0 {
		ids, more = ids[:mostEventsNamed], fmt.Sprintf(", and %d more", rest)
	}
	return "the events " + strings.Join(ids, ", ") + more
}
