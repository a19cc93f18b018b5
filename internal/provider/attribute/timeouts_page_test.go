// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// The registry's first page states the default timeouts.
func TestTimeouts_TheIndexPageSaysTheDefaults(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../../templates/index.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for operation, timeout := range map[string]time.Duration{
		"reading a data source, a list, or a resource": attribute.DefaultReadTimeout,
		"creating, updating, or deleting a resource":   attribute.DefaultWriteTimeout,
		"invoking an action":                           attribute.DefaultInvokeTimeout,
	} {
		row := fmt.Sprintf("| %s | %.0f minutes |\n", operation, timeout.Minutes())
		if !strings.Contains(string(content), row) {
			t.Errorf("the page lacks the row %q", row)
		}
	}
}
