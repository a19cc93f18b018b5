// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

func TestLimitFrameworkLog_GoesAsFarAsTerraformShows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		given map[string]string
		want  string
	}{
		"nothing is shown":        {map[string]string{}, "OFF"},
		"the level of everything": {map[string]string{"TF_LOG": "DEBUG"}, "DEBUG"},
		"the level of providers": {map[string]string{"TF_LOG": "WARN", "TF_LOG_PROVIDER": "TRACE"},
			"TRACE"},
		"the level of the SDKs": {map[string]string{"TF_LOG_SDK": "TRACE"}, ""},
		"the level of the framework": {map[string]string{"TF_LOG_SDK_FRAMEWORK": "INFO",
			"TF_LOG": "TRACE"}, "INFO"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := test.given
			provider.LimitFrameworkLog(
				func(name string) string { return environment[name] },
				func(name, value string) error { environment[name] = value; return nil },
			)
			expectEqual(t, "level", test.want, environment["TF_LOG_SDK_FRAMEWORK"])
		})
	}
}
