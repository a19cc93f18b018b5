// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"context"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// list reads a list completely. Paging is not documented for these lists, but if a reply has a link
// to a next page all the same, the client follows it.
func list[T any](ctx context.Context, c *Client, call partnercenter.Call) ([]T, error) {
	call.Area, call.Method = area(), http.MethodGet
	var all []T
	err := c.calls.Pages(ctx, call, func(page partnercenter.Page) error {
		items, err := partnercenter.Items[T](page)
		all = append(all, items...)
		return err
	})
	return all, err
}
