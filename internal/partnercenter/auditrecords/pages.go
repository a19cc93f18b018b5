// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"context"
	"net/http"
	"net/url"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// read visits the pages of a window.
func (c *Client) read(ctx context.Context, q Query, w window,
	visit func(partnercenter.Page) error) error {
	return c.calls.Pages(ctx, partnercenter.Call{
		Area: area(), Operation: "list audit records", Asked: w.start + " to " + w.end,
		Method: http.MethodGet, Path: []string{"v1", "auditrecords"}, Query: q.parameters(w),
		Later: url.Values{"seekOperation": {"Next"}},
	}, visit)
}
