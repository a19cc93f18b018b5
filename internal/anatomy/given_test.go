// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

func TestGiven(t *testing.T) {
	t.Parallel()
	expect.Equal(t, "harmless", `"a\nb"`, anatomy.Given("a\nb", true))
	expect.Equal(t, "other", "a text of 3 characters", anatomy.Given("äöü", false))
}

// A secret in place of a path is not repeated, and the cause is still known.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	secret := "0.AXwAb4B59sJ" + strings.Repeat("x", 300)
	for path, shown := range map[string]bool{
		secret: false, "aB8Q~" + strings.Repeat("y", 35): false, strings.Repeat("a/", 20) + "+=": false,
		"secret.txt": true, "/run/secrets/partner-center-refresh-token": true,
		`C:\secrets\partner-center-refresh-token`: true, "./partner-center-refresh-token.txt": true,
	} {
		err := anatomy.Unreadable(&os.PathError{Op: "open", Path: path, Err: fs.ErrNotExist})
		expect.Equal(t, path, shown, strings.Contains(err.Error(), path))
		expect.Equal(t, "the cause", true, errors.Is(err, fs.ErrNotExist))
	}
}
