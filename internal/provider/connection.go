// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// connection is what the configured provider hands to its data sources, resources and list resources.
type connection struct {
	ledger   *ledger.Ledger
	identify func(context.Context) (settings.Identity, error)
	warnings warnings
	told     told
	unknown  []string // attributes of the provider block that are not known yet
}

// connectionFrom takes the provider's data; nil before the provider is configured, as in `terraform validate`.
func connectionFrom(data any, diags *diag.Diagnostics) *connection {
	if data == nil {
		return nil
	}
	c, ok := data.(*connection)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf("This is a bug of the provider: got %T. Please report it.", data))
	}
	return c
}

// connectedDataSource is what data sources have in common: Terraform hands them the connection.
type connectedDataSource struct{ connection *connection }

func (d *connectedDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.connection = connectionFrom(req.ProviderData, &resp.Diagnostics)
}

// connectedResource is the same for resources and lists of them.
type connectedResource struct{ connection *connection }

func (r *connectedResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.connection = connectionFrom(req.ProviderData, &resp.Diagnostics)
}

// ready reports whether the provider's configuration is known, so that calls can be made.
func (c *connection) ready() bool { return c != nil && c.ledger != nil }

// tellOf tells the Ledger of decisions that a state of this run carries, before anything is asked.
func (c *connection) tellOf(carried ...declaration) {
	if !c.ready() {
		return
	}
	for _, d := range carried {
		c.ledger.Carries(d.key, d.standing())
	}
}

// use returns the Ledger, or explains why there is none.
func (c *connection) use(diags *diag.Diagnostics) *ledger.Ledger {
	if c.ready() {
		return c.ledger
	}
	diags.AddError("Provider configuration not known yet",
		"Partner Center has to be asked now, but "+c.dependence()+" "+
			"Apply what these depend on first (terraform apply -target=…), or give them as variables.")
	return nil
}

// refresh returns the Ledger for bringing state up to date. Without one it warns that the state stays as it is: a plan can go
// on by that, since its apply reviews what it writes by how things stand then.
func (c *connection) refresh(diags *diag.Diagnostics) *ledger.Ledger {
	if c.ready() {
		return c.ledger
	}
	diags.AddWarning(summaryNotRefreshed, "The state is kept as of the last run, because "+c.dependence()+
		" What has changed in Partner Center since then shows in the first plan after the apply.")
	return nil
}

// dependence says why there is no Ledger.
func (c *connection) dependence() string {
	var unknown string
	if c != nil && len(c.unknown) > 0 {
		unknown = " (" + strings.Join(c.unknown, ", ") + ")"
	}
	return "the provider's configuration" + unknown + " depends on values that are known only after apply."
}
