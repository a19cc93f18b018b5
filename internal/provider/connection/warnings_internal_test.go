// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"fmt"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Sign-ins run concurrently with the operations that wait for them.
func TestWarnings_EachIsShownOnce(t *testing.T) {
	t.Parallel()
	var (
		c       Connection
		working sync.WaitGroup
		found   [8]diag.Diagnostics
	)
	for i := range found {
		working.Go(func() {
			for n := range 20 {
				c.WarnLater(t.Context(), fmt.Sprintf("warning %d", n))
				c.Warn(&found[i])
			}
		})
	}
	working.Wait()
	told := map[string]int{}
	for _, diags := range found {
		for _, d := range diags {
			if d.Severity() != diag.SeverityWarning || d.Summary() != summarySignInCare {
				t.Errorf("told as %s: %s", d.Severity(), d.Summary())
			}
			told[d.Detail()]++
		}
	}
	for n := range 20 {
		if text := fmt.Sprintf("warning %d", n); told[text] != 1 {
			t.Errorf("%q was told %d times", text, told[text])
		}
	}
}

func TestWarnings_ProviderThatIsNotConfiguredHasNone(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	From(nil, &diags).Warn(&diags)
	if len(diags) > 0 {
		t.Errorf("told %v", diags)
	}
}
