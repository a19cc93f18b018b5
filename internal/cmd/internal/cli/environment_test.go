// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"slices"
	"testing"
)

func TestCleanEnvironment_LeavesOutTheUsersOwnSettings(t *testing.T) {
	t.Parallel()
	got := CleanEnvironment([]string{"PATH=/bin", "PARTNERCENTER_ACCESS_TOKEN=x", "ARM_CLIENT_ID=x",
		"TF_WORKSPACE=x", "HOME=/"})
	if want := []string{"PATH=/bin", "HOME=/"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
