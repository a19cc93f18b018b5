// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

const headerContinuation = "MS-ContinuationToken"

// problemEndless is a page that leads to itself.
const problemEndless jsonlist.Problem = "its continuation token leads to the same page again"

// cursor is the next page of a window.
type cursor struct {
	token string
	query url.Values // of the link to that page, if the service sends one
}

// more reports whether there is another page.
func (n cursor) more() bool { return n.token != "" || n.query != nil }

func (n cursor) key() string { return n.token + " " + n.query.Encode() }

// read visits the pages of a window.
func (c *Client) read(ctx context.Context, q Query, w window,
	visit func(partnercenter.Page) error) error {
	call := partnercenter.Call{
		Area: area(), Operation: "list audit records", Asked: w.start + " to " + w.end,
		Method: http.MethodGet, Path: []string{"v1", "auditrecords"}, Query: q.parameters(w),
	}
	var before []byte // the reply before this one
	seen := map[string]bool{}
	for {
		reply, err := c.calls.Call(ctx, call)
		if err != nil {
			return err
		}
		page, err := reply.Page()
		if err == nil {
			err = visit(page)
		}
		if err != nil {
			return call.Unreadable(reply, err)
		}
		next := nextPage(reply, page)
		if !next.more() || seen[next.key()] && len(page.Items) == 0 {
			return nil
		}
		// A service may keep one token for all pages of a listing, but then the pages differ.
		if seen[next.key()] && bytes.Equal(before, reply.Body) {
			return call.Unreadable(reply, &jsonlist.Error{Problem: problemEndless})
		}
		seen[next.key()], before = true, reply.Body
		call.Query, call.Header = next.continued(q.parameters(w))
	}
}

// continued returns the query and the headers of the next page. The link overrides the query, and
// never the address.
func (n cursor) continued(query url.Values) (url.Values, http.Header) {
	query.Set("seekOperation", "Next")
	for name, values := range n.query {
		for known := range query {
			if strings.EqualFold(known, name) {
				query.Del(known)
			}
		}
		query[name] = values
	}
	if n.token == "" {
		return query, nil
	}
	return query, http.Header{http.CanonicalHeaderKey(headerContinuation): {n.token}}
}

// nextPage finds the continuation token, whose place in the reply is not documented: in a header of
// the reply, in the headers of the link to the next page, or in the body.
func nextPage(reply partnercenter.Reply, page partnercenter.Page) cursor {
	next := cursor{token: reply.Header.Get(headerContinuation)}
	if page.Next != nil {
		for _, h := range page.Next.Headers {
			if next.token == "" && strings.EqualFold(h.Key, headerContinuation) {
				next.token = h.Value
			}
		}
		next.query = linkQuery(page.Next.URI)
	}
	if next.token == "" && len(reply.Body) > 0 && reply.Body[0] == '{' {
		var body struct {
			Token partnercenter.Text `json:"continuationToken"`
		}
		_, _ = reply.Decode(&body) // cannot fail: Text decodes anything
		next.token = string(body.Token)
	}
	return next
}

// linkQuery returns the query of a link, or nil without one.
func linkQuery(link string) url.Values {
	parsed, err := url.Parse(link)
	if err != nil || parsed.RawQuery == "" {
		return nil
	}
	return parsed.Query()
}
