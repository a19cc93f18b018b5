// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"encoding/json"

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
		var page Page
		_, err := r.Decode(&page.Items)
		return page, err
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
	page := Page{Next: wrapped.Links.Next}
	_, err := Reply{Body: wrapped.Items}.Decode(&page.Items)
	return page, err
}

// Items decodes the elements of a list.
func Items[T any](page Page) ([]T, error) {
	items := make([]T, len(page.Items))
	for i, raw := range page.Items {
		if err := json.Unmarshal(raw, &items[i]); err != nil {
			return nil, &jsonlist.Error{Problem: ProblemOtherForm, Err: err}
		}
	}
	return items, nil
}
