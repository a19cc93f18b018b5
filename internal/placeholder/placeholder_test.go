// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package placeholder_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
)

func TestPlaceholder_WholeOrPart(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]struct{ whole, part bool }{
		"$(NAME)":             {true, true},
		"${{ secrets.NAME }}": {true, true},
		" '${NAME}'\n":        {true, true},
		"$(HOST):8080":        {false, true},
		"/x/${NAME}/y":        {false, true},
		"s3cret$()":           {false, false},
		"$NAME":               {false, false},
		"{{ NAME }}":          {false, false},
		"":                    {false, false},
	} {
		if whole, part := placeholder.Is(value), placeholder.In(value); whole != want.whole ||
			part != want.part {
			t.Errorf("%q: whole %v, part %v", value, whole, part)
		}
	}
}
