// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// maxPages limits a list whose pages never end.
const maxPages = 1000

// errEndless is a list whose pages repeat or never end.
var errEndless = errors.New("the pages of the list do not end")

// list reads a list completely. Paging is not documented for these lists. If a reply has a link to
// a next page all the same, list follows it, because a part must not pass for the whole.
func list[T any](ctx context.Context, c *Client, call partnercenter.Call) ([]T, error) {
	call.Area, call.Method = area(), http.MethodGet
	var all []T
	followed := map[string]bool{}
	for range maxPages {
		reply, err := c.calls.Call(ctx, call)
		if err != nil {
			return nil, err
		}
		page, err := reply.Page()
		if err != nil {
			return nil, call.Unreadable(reply, err)
		}
		items, err := partnercenter.Items[T](page)
		if err != nil {
			return nil, call.Unreadable(reply, err)
		}
		all = append(all, items...)
		if page.Next == nil || page.Next.URI == "" {
			return all, nil
		}
		if followed[key(page.Next)] {
			return nil, call.Unreadable(reply, errEndless)
		}
		followed[key(page.Next)] = true
		if err := follow(&call, page.Next); err != nil {
			return nil, call.Unreadable(reply, err)
		}
	}
	return nil, call.Unreadable(partnercenter.Reply{}, errEndless)
}

func key(next *partnercenter.Link) string {
	text := next.URI
	for _, h := range next.Headers {
		text += "\n" + h.Key + ": " + h.Value
	}
	return text
}

// headerContinuation has the token of the next page.
const headerContinuation = "MS-ContinuationToken"

// follow turns a call into the one for its next page. It takes only the query and the continuation
// token of the link: a link must not lead to another host, another path, or other headers.
func follow(call *partnercenter.Call, next *partnercenter.Link) error {
	to, err := url.Parse(next.URI)
	if err != nil {
		return errors.New("the link to the next page is not a URI")
	}
	call.Query = to.Query()
	call.Header = http.Header{}
	for _, h := range next.Headers {
		if strings.EqualFold(h.Key, headerContinuation) {
			call.Header.Set(headerContinuation, h.Value)
		}
	}
	return nil
}
