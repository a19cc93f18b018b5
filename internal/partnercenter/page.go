// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
)

// Page is a list in a reply. Partner Center wraps most lists and sends some as bare arrays.
type Page struct {
	Items []json.RawMessage
	Next  *Link // nil after the last page
}

// Link leads to another page: docs-dev/api.md, Paging.
type Link struct {
	URI     string       `json:"uri"`
	Headers []LinkHeader `json:"headers"`
}

// LinkHeader is a header to send to a [Link]. It may have a continuation token.
type LinkHeader struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Page decodes a reply as a list, wrapped or bare. A reply without content is an empty list.
func (r Reply) Page() (Page, error) {
	if len(r.Body) == 0 {
		return Page{}, nil
	}
	if r.Body[0] == '[' {
		return Page{}.with(r.Body)
	}
	var wrapped struct {
		Items json.RawMessage `json:"items"`
		Links struct {
			Next *Link `json:"next"`
		} `json:"links"`
	}
	if _, err := r.Decode(&wrapped); err != nil {
		return Page{}, err
	}
	if wrapped.Items == nil {
		return Page{}, &jsonlist.Error{Problem: jsonlist.ProblemNotCollection}
	}
	return Page{Next: wrapped.Links.Next}.with(wrapped.Items)
}

// with adds the items of an array. A null is no item: it must not pass for one without properties.
func (p Page) with(array []byte) (Page, error) {
	_, err := Reply{Body: array}.Decode(&p.Items)
	p.Items = slices.DeleteFunc(p.Items, func(item json.RawMessage) bool {
		return jsonlist.IsNull(item)
	})
	return p, err
}

// headerContinuation continues a list: docs-dev/api.md, Paging.
const headerContinuation = "MS-ContinuationToken"

const (
	// problemEndless is a page that leads to itself.
	problemEndless jsonlist.Problem = "its continuation token leads to the same page again"
	// problemNoWay is a link to another page that says neither in its query nor in a token which one.
	problemNoWay jsonlist.Problem = "its link to the next page does not say how to continue"
	// problemTooManyPages is a list whose pages never end.
	problemTooManyPages jsonlist.Problem = "its pages do not end"

	maxPages = 1000
)

// Pages reads a list, and calls visit with each page. A list is complete, or it is an error: a part
// must not pass for the whole. A link decides only the query and the continuation token of a call,
// never its address, because a token must not reach another host. Pages after the first have
// call.Later in their query, too.
func (c *Client) Pages(ctx context.Context, call Call, visit func(Page) error) error {
	first := call.Query
	var before []byte // the reply before this one
	seen := map[string]bool{}
	for range maxPages {
		reply, err := c.Call(ctx, call)
		if err != nil {
			return err
		}
		page, err := reply.Page()
		if err == nil {
			err = visit(page)
		}
		var next continuation
		if err == nil {
			next, err = continuationOf(reply, page)
		}
		if err != nil {
			return call.Unreadable(reply, err)
		}
		if !next.more() || seen[next.key()] && len(page.Items) == 0 {
			return nil
		}
		// A service may keep one token for all pages of a listing, but then the pages differ.
		if seen[next.key()] && bytes.Equal(before, reply.Body) {
			return call.Unreadable(reply, &jsonlist.Error{Problem: problemEndless})
		}
		seen[next.key()], before = true, reply.Body
		call.Query, call.Header = next.query(first, call.Later), next.header()
	}
	return call.Unreadable(Reply{}, &jsonlist.Error{Problem: problemTooManyPages})
}

// continuation is the next page of a list.
type continuation struct {
	token string
	link  url.Values // the query of the link to that page, if the service sends one
}

func (n continuation) more() bool { return n.token != "" || n.link != nil }

func (n continuation) key() string { return n.token + " " + n.link.Encode() }

// query returns the query of the next page. The link overrides that of the first page.
func (n continuation) query(first, later url.Values) url.Values {
	query := url.Values{}
	maps.Copy(query, first)
	maps.Copy(query, later)
	for name, values := range n.link {
		maps.DeleteFunc(query, func(known string, _ []string) bool {
			return strings.EqualFold(known, name)
		})
		query[name] = values
	}
	return query
}

func (n continuation) header() http.Header {
	if n.token == "" {
		return nil
	}
	return http.Header{http.CanonicalHeaderKey(headerContinuation): {n.token}}
}

// continuationOf finds the continuation token, whose place in the reply is not documented: in a
// header of the reply, in the headers of the link to the next page, or in the body.
func continuationOf(reply Reply, page Page) (continuation, error) {
	next := continuation{token: reply.Header.Get(headerContinuation)}
	if page.Next != nil {
		for _, h := range page.Next.Headers {
			if next.token == "" && strings.EqualFold(h.Key, headerContinuation) {
				next.token = h.Value
			}
		}
		link, err := url.Parse(page.Next.URI)
		if err != nil {
			return next, &jsonlist.Error{Problem: ProblemOtherForm,
				Err: errors.New("the link to the next page is not a URI")}
		}
		if link.RawQuery != "" {
			next.link = link.Query()
		}
	}
	if next.token == "" && len(reply.Body) > 0 && reply.Body[0] == '{' {
		var body struct {
			Token Text `json:"continuationToken"`
		}
		_, _ = reply.Decode(&body) // cannot fail: Text decodes anything
		next.token = string(body.Token)
	}
	if !next.more() && page.Next != nil && page.Next.URI != "" {
		return next, &jsonlist.Error{Problem: problemNoWay}
	}
	return next, nil
}

// Text decodes any JSON value: see [jsonlist.Text].
type Text = jsonlist.Text

// Items decodes the elements of a list.
func Items[T any](page Page) ([]T, error) {
	items := make([]T, len(page.Items))
	for i, raw := range page.Items {
		if err := json.Unmarshal(raw, &items[i]); err != nil {
			return nil, otherForm(err)
		}
	}
	return items, nil
}
