// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"

// Text decodes any JSON value: a string as its text, null as an empty text, and another value as
// its JSON. One unusual field must not hide a record.
type Text string

// UnmarshalJSON implements [json.Unmarshaler].
func (t *Text) UnmarshalJSON(raw []byte) error {
	*t = Text(jsonlist.AppendText(nil, raw))
	return nil
}
