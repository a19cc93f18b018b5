// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// shown is what the resource and the data source both show.
type shown struct {
	WebhookURL        types.String      `tfsdk:"webhook_url"`
	WebhookEvents     types.Set         `tfsdk:"webhook_events"`
	MSSignatureHeader types.Bool        `tfsdk:"signature_token_to_ms_signature_header"`
	SubscriberID      types.String      `tfsdk:"subscriber_id"`
	TenantID          types.String      `tfsdk:"tenant_id"`
	LastModified      timetypes.RFC3339 `tfsdk:"last_modified_timestamp"`
}

// model is a partnercenter_webhook_registration.
type model struct {
	shown

	AllowOverwrite types.Bool     `tfsdk:"allow_overwrite"`
	OnDestroy      types.String   `tfsdk:"on_destroy"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`

	prior
}

// prior is what was registered before creation.
type prior struct {
	PriorWebhookURL    types.String `tfsdk:"prior_webhook_url"`
	PriorWebhookEvents types.Set    `tfsdk:"prior_webhook_events"`
}

// priorOf shows a registration, without keys in its query. Without one, everything is null.
func priorOf(found *webhooks.Registration) prior {
	if found == nil {
		return prior{types.StringNull(), types.SetNull(types.StringType)}
	}
	return prior{attribute.Text(webhookurl.Redacted(found.URL)), set(spelledAs(nil, found.Events))}
}

// differs reports whether the plan promised another registration than this one.
func (p prior) differs(found *webhooks.Registration) bool {
	now := priorOf(found)
	return !p.PriorWebhookURL.IsUnknown() && !p.PriorWebhookURL.Equal(now.PriorWebhookURL) ||
		!p.PriorWebhookEvents.IsUnknown() && !p.PriorWebhookEvents.Equal(now.PriorWebhookEvents)
}

type identity struct {
	TenantID types.String `tfsdk:"tenant_id"`
}

func (m *model) identity() identity { return identity{m.TenantID} }

// events returns the known names.
func (m *model) events() []string {
	var names []string
	for _, element := range m.WebhookEvents.Elements() {
		if name, ok := element.(types.String); ok && !name.IsUnknown() && !name.IsNull() {
			names = append(names, name.ValueString())
		}
	}
	slices.Sort(names)
	return names
}

// wanted returns the registration that the model declares.
func (m *model) wanted() webhooks.Registration {
	header := m.MSSignatureHeader.ValueBool()
	return webhooks.Registration{URL: m.WebhookURL.ValueString(), Events: m.events(),
		MSSignatureHeader: &header}
}

// known reports whether everything is known that a write would send.
func (m *model) known(ctx context.Context) bool {
	set, err := m.WebhookEvents.ToTerraformValue(ctx)
	return err == nil && set.IsFullyKnown() && !m.WebhookURL.IsUnknown() &&
		!m.MSSignatureHeader.IsUnknown()
}

// declaresSame reports whether two models declare the same registration.
func (m *model) declaresSame(as *model) bool {
	return m.WebhookURL.Equal(as.WebhookURL) && m.WebhookEvents.Equal(as.WebhookEvents) &&
		m.MSSignatureHeader.ValueBool() == as.MSSignatureHeader.ValueBool()
}

// keepSpelling keeps the events in state if the declared ones differ only in case.
func (m *model) keepSpelling(state *model) {
	if len(m.WebhookEvents.Elements()) == len(m.events()) &&
		len(state.WebhookEvents.Elements()) == len(m.events()) &&
		webhooks.SameEvents(m.events(), state.events()) {
		m.WebhookEvents = state.WebhookEvents
	}
}

// observe sets what the service reports, and keeps what it does not return. Names keep their
// spelling.
func (m *model) observe(r webhooks.Registration) {
	same := webhookurl.Same(r.URL, m.WebhookURL.ValueString()) &&
		webhooks.SameEvents(r.Events, m.events())
	if !webhookurl.Same(r.URL, m.WebhookURL.ValueString()) {
		m.WebhookURL = attribute.Text(r.URL)
	}
	m.WebhookEvents = set(spelledAs(m.events(), r.Events))
	m.observeFacts(r, same)
}

// observeFacts sets what nobody declares. same says that the registration is the known one.
func (m *model) observeFacts(r webhooks.Registration, same bool) {
	if r.MSSignatureHeader != nil {
		m.MSSignatureHeader = types.BoolValue(*r.MSSignatureHeader)
	}
	if r.SubscriberID != "" {
		m.SubscriberID = attribute.Text(r.SubscriberID)
	}
	if !r.ModifiedOn.IsZero() || !same {
		m.LastModified = attribute.Timestamp(r.ModifiedOn)
	}
}

// fill sets what apply has learned.
func (m *model) fill(r webhooks.Registration) {
	if m.SubscriberID.IsUnknown() {
		m.SubscriberID = attribute.Text(r.SubscriberID)
	}
	if m.LastModified.IsUnknown() {
		m.LastModified = attribute.Timestamp(r.ModifiedOn)
	}
	if m.AllowOverwrite.IsUnknown() {
		m.AllowOverwrite = types.BoolNull()
	}
}

// spelledAs returns the names, each in the known spelling if there is one.
func spelledAs(known, names []string) []string {
	spelled := make([]string, len(names))
	for i, name := range names {
		spelled[i] = attribute.OneLine(name)
		for _, k := range known {
			if strings.EqualFold(k, name) {
				spelled[i] = k
			}
		}
	}
	return spelled
}

func set(names []string) types.Set {
	seen := map[string]bool{}
	elements := []attr.Value{}
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			elements = append(elements, types.StringValue(name))
		}
	}
	return types.SetValueMust(types.StringType, elements)
}
