// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import "io"

// Options are choices of the reader.
type Options struct {
	// WithoutNames omits the names of customers and every value that could contain them.
	WithoutNames bool
}

// Read reads the JSON of a plan.
func Read(r io.Reader, o Options) (*Review, error) {
	p, err := decode(r)
	if err != nil {
		return nil, err
	}
	b := builder{plan: p, review: &Review{Planned: p.Timestamp, withoutNames: o.WithoutNames,
		Items: []Item{}, Actions: []Action{}, Notes: []string{}, Sum: Sum{Other: map[string]int{}}}}
	b.build()
	return b.review, nil
}
