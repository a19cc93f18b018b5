// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

func TestLookupCloud(t *testing.T) {
	t.Parallel()
	const resource = "https://api.partnercenter.microsoft.com"
	const chinese = "https://partner.partnercenterapi.microsoftonline.cn"
	global := auth.Cloud{Name: "global", AuthorityHost: "https://login.microsoftonline.com",
		BaseURL: resource, Resource: resource, GraphURL: "https://graph.microsoft.com"}
	government := auth.Cloud{Name: "usgovernment", AuthorityHost: "https://login.microsoftonline.us",
		BaseURL: resource, Resource: resource, GraphURL: "https://graph.microsoft.us"}
	china := auth.Cloud{Name: "china", AuthorityHost: "https://login.partner.microsoftonline.cn",
		BaseURL: chinese, Resource: chinese}
	for name, want := range map[string]auth.Cloud{
		"": global, "global": global, "PUBLIC": global, "azurecloud": global,
		"usgovernment": government, "usgovernmentl4": government, "USGov": government,
		"AzureUSGovernment": government,
		"china":             china, "21Vianet": china, "AzureChinaCloud": china,
	} {
		got, err := auth.LookupCloud(name)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%q: error %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestLookupCloud_UnknownNameListsTheKnownOnes(t *testing.T) {
	t.Parallel()
	_, err := auth.LookupCloud("germany")
	var mistake *anatomy.Mistake
	if !errors.As(err, &mistake) || mistake.Setting != "environment" {
		t.Fatalf("got %#v", err)
	}
	for _, name := range auth.CloudNames() {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is missing in: %v", name, err)
		}
		if _, err := auth.LookupCloud(name); err != nil {
			t.Errorf("a listed name is refused: %v", err)
		}
	}
}
