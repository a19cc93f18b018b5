// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// Values of on_destroy.
const (
	keep    = "keep"
	restore = "restore"
)

const (
	describeURL    = "The URL that receives the webhook events."
	describeEvents = "The names of the webhook events that the URL receives."
	describeHeader = "Whether the signature comes in the header `x-ms-signature` instead of " +
		"`Authorization`, for receivers that cannot read `Authorization`, such as Logic Apps."
	describeSubscriber = "The id of the registration. Null if Partner Center does not return it."
	describeTenant     = "The partner's tenant."
	describeNoPrior    = "Null if there was no registration, and after an import."
	describeModified   = "The time of the last change (RFC 3339). Null if Partner Center does not " +
		"return it."
)

func (r *registration) Schema(ctx context.Context, _ resource.SchemaRequest,
	resp *resource.SchemaResponse) {
	fact := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Registers the URL to which Partner Center sends webhook events, such as " +
			"a new fraud event. A tenant has one registration, which all of its applications share.",
		Attributes: map[string]schema.Attribute{
			"webhook_url": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: describeURL + " It must use https.",
				Validators: []validator.String{attribute.Checked("must be an https URL",
					checkURL)},
			},
			"webhook_events": schema.SetAttribute{
				Required: true, ElementType: types.StringType,
				MarkdownDescription: describeEvents + " Not case-sensitive. Every write sends the " +
					"whole list. The plan warns about a name that Partner Center does not list.",
				Validators: []validator.Set{
					attribute.FilledSet("must not be empty. Name the webhook events to receive"),
					setvalidator.NoNullValues(),
					setvalidator.ValueStringsAre(attribute.Checked("must be the name of an event",
						checkEvent)),
				},
			},
			"signature_token_to_ms_signature_header": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: describeHeader + " Defaults to `false`.",
			},
			"allow_overwrite": schema.BoolAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Whether to take over a registration with another URL, whose " +
					"receiver then gets nothing. Defaults to `false`.",
				PlanModifiers: []planmodifier.Bool{attribute.NullByDefault()},
			},
			"on_destroy": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString(keep),
				MarkdownDescription: "What a destroy does, because no registration can be deleted: " +
					"`keep` (default) makes no call; `restore` registers again what was registered " +
					"before creation, if nobody has changed the registration since. The last applied " +
					"value is used.",
				Validators: []validator.String{attribute.OneOf(keep, restore)},
			},
			"subscriber_id": fact(describeSubscriber),
			"tenant_id":     fact(describeTenant),
			"last_modified_timestamp": schema.StringAttribute{Computed: true,
				CustomType: timetypes.RFC3339Type{}, MarkdownDescription: describeModified},
			"prior_webhook_url": fact("The URL that was registered before creation, without the " +
				"values in its query, which may be keys. " + describeNoPrior),
			"prior_webhook_events": schema.SetAttribute{Computed: true, ElementType: types.StringType,
				MarkdownDescription: "The names of the webhook events that were registered before " +
					"creation. " + describeNoPrior},
		},
		Blocks: map[string]schema.Block{"timeouts": timeoutsBlock(ctx)},
	}
}

func timeoutsBlock(ctx context.Context) schema.Block {
	return timeouts.Block(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: attribute.DescribeTimeout("registering", attribute.DefaultWriteTimeout),
		ReadDescription: attribute.DescribeTimeout("reading in a refresh or a plan",
			attribute.DefaultReadTimeout),
		UpdateDescription: attribute.DescribeTimeout("changing the registration",
			attribute.DefaultWriteTimeout),
		DeleteDescription: attribute.DescribeTimeout("restoring the earlier registration",
			attribute.DefaultWriteTimeout) + " It applies only with `on_destroy = \"restore\"`.",
	})
}

func (r *registration) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"tenant_id": identityschema.StringAttribute{RequiredForImport: true,
			Description: describeTenant},
	}}
}

// checkURL checks a URL. Its errors hide the values of the query, which may be keys.
func checkURL(text string) error {
	shown := webhookurl.Redacted(text)
	u, err := url.Parse(text)
	switch {
	case err != nil || strings.ContainsAny(text, " \t\r\n"):
		return fmt.Errorf("must be a URL without spaces or control characters, got %q", shown)
	case !strings.EqualFold(u.Scheme, "https"):
		return fmt.Errorf("must be an https URL, got %q", shown)
	case u.Hostname() == "":
		return fmt.Errorf("must name a host, got %q", shown)
	case u.User != nil:
		return fmt.Errorf("must not contain a user name or a password, got %q", shown)
	case u.Fragment != "":
		return fmt.Errorf("must not contain a fragment (#), got %q", shown)
	}
	return nil
}

// checkEvent accepts any name, because the set is open.
func checkEvent(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errors.New("must not contain an empty name")
	case strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return fmt.Errorf("must not contain a name with spaces or control characters, got %q", name)
	}
	return nil
}
