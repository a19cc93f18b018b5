// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

func TestUnknownVariables(t *testing.T) {
	t.Parallel()
	for name, meant := range map[string]string{
		"PARTNERCENTER_CLIENTID":          "PARTNERCENTER_CLIENT_ID",
		"PARTNERCENTR_TENANT_ID":          "PARTNERCENTER_TENANT_ID",
		"PARTNERCENTRE_TENANT_ID":         "PARTNERCENTER_TENANT_ID",
		"PARTNERCENTER_TENANT":            "PARTNERCENTER_TENANT_ID",
		"PARTNERCENTER_READONLY":          "PARTNERCENTER_READ_ONLY",
		"PARTNERCENTER_REFRESHTOKEN":      "PARTNERCENTER_REFRESH_TOKEN",
		"PARTNERCENTER_TOKEN_CACHE":       "PARTNERCENTER_TOKEN_CACHE_PATH",
		"PARTNERCENTER-CLIENT-SECRET":     "PARTNERCENTER_CLIENT_SECRET",
		"PARTNERCENTER_SOMETHING_OF_OURS": "",
	} {
		got := settings.UnknownVariables([]string{name + "=s3cret", "PATH=/bin"})
		want := "The environment variable " + name + " is not known and has no effect."
		if meant != "" {
			want += " Did you mean " + meant + "?"
		}
		expect.Equal(t, name, []string{want}, got)
	}
}

func TestUnknownVariables_KnownOnesAreNotMentioned(t *testing.T) {
	t.Parallel()
	environ := []string{"PARTNERCENTER_TEST_EVENT_ID=x", "PARTNER=x", "ARM_CLIENTID=x", "=C:=C:\\"}
	for _, name := range settings.Names() {
		environ = append(environ, "PARTNERCENTER_"+strings.ToUpper(name)+"=x")
	}
	if got := settings.UnknownVariables(environ); len(got) != 0 {
		t.Errorf("%q", got)
	}
	if got := settings.UnknownVariables([]string{"PARTNERCENTER_\x1b[31m=x"}); len(got) != 1 ||
		strings.Contains(got[0], "\x1b") {
		t.Errorf("%q", got)
	}
}
