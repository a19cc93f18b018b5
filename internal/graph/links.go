// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"errors"
	"net/url"
	"strings"
)

// maxPages ends a listing whose pages never do.
const maxPages = 10_000

var errEndless = errors.New("its pages lead back to one that was already read")

// links follows the links from page to page, each of them once.
type links struct {
	base     *url.URL
	followed map[string]bool
}

func (c *Client) newLinks() links { return links{base: c.base, followed: map[string]bool{}} }

// follow returns the path and the query of the next page.
func (l links) follow(link string) ([]string, url.Values, error) {
	if l.followed[link] || len(l.followed) == maxPages {
		return nil, nil, errEndless
	}
	l.followed[link] = true
	return below(l.base, link)
}

var errElsewhere = errors.New("its next page is not below the configured base URL")

// below turns a link into a path and a query. The token goes to no other host than the configured
// one, whatever the reply says.
func below(base *url.URL, link string) ([]string, url.Values, error) {
	next, err := url.Parse(link)
	if err != nil || next.User != nil || next.Fragment != "" || next.Scheme != base.Scheme ||
		!strings.EqualFold(next.Host, base.Host) {
		return nil, nil, errElsewhere
	}
	root := strings.TrimRight(base.EscapedPath(), "/") + "/"
	rest, ok := strings.CutPrefix(next.EscapedPath(), root)
	if !ok || !strings.HasPrefix(rest, version+"/") {
		return nil, nil, errElsewhere
	}
	var path []string
	for segment := range strings.SplitSeq(rest, "/") {
		unescaped, err := url.PathUnescape(segment)
		if err != nil || unescaped == "." || unescaped == ".." {
			return nil, nil, errElsewhere
		}
		path = append(path, unescaped)
	}
	query, err := url.ParseQuery(next.RawQuery)
	if err != nil {
		return nil, nil, errElsewhere
	}
	return path, query, nil
}
