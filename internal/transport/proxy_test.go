// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

func TestCheckProxyVariables(t *testing.T) {
	t.Parallel()
	for value, ok := range map[string]bool{
		"http://proxy.example.com:3128":                 true,
		"http://proxy.example.com":                      true,
		"http://kim:s3cret@proxy.example.com:3128/":     true,
		"http://kim:s3%23cret@proxy.example.com:3128":   true,
		"https://proxy.example.com":                     true,
		"socks5://127.0.0.1:1080":                       true,
		"socks5h://proxy:1080":                          true,
		"proxy.example.com:3128":                        true,
		"proxy":                                         true,
		"10.0.0.1:3128":                                 true,
		"http://[::1]:3128":                             true,
		"http://kim:s3%cret@proxy.example.com:3128":     false,
		"http://kim:s3#cret@proxy.example.com:3128":     false,
		"http://kim:3#cret@proxy.example.com:3128":      false,
		"http://kim:3/cret@proxy.example.com:3128":      false,
		"http://kim:3?cret@proxy.example.com:3128":      false,
		"http://kim:s3/cret@proxy.example.com:3128":     false,
		"http://kim:s3 cret@proxy.example.com:3128":     false,
		"http://proxy.example.com:port":                 false,
		"http://proxy.example.com:99999":                false,
		"http://:3128":                                  false,
		"http://":                                       false,
		" http://proxy.example.com:3128":                false,
		"http://proxy.example.com:3128\n":               false,
		"htps://proxy.example.com:3128":                 false,
		"socks4://proxy:1080":                           false,
		"\"http://proxy.example.com:3128\"":             false,
		"http://one.example.com,http://two.example.com": false,
		"$(PROXY)":                  false,
		"http://$(PROXY)":           false,
		"http://${PROXY_HOST}:3128": false,
		"${{ vars.PROXY }}":         false,
	} {
		for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
			err := checkProxyVariables(func(n string) string { return map[string]string{name: value}[n] })
			var setting *anatomy.Mistake
			if ok != (err == nil) || !ok && (!errors.As(err, &setting) || setting.Origin != name) {
				t.Errorf("%s=%q: %v", name, value, err)
			}
			if err != nil && (strings.Contains(err.Error(), "cret") ||
				strings.Contains(err.Error(), "kim")) {
				t.Errorf("%q: the value is in the error: %v", value, err)
			}
		}
	}
}

func TestCheckProxyVariables_NoProxy(t *testing.T) {
	t.Parallel()
	for value, ok := range map[string]bool{
		"*": true, "localhost,127.0.0.1, .corp.example.com ,10.0.0.0/8,[::1],fd00::/8,host:8443,": true,
		"10.0.0.0/99": false, "localhost,http://example.com": false, "$(NO_PROXY)": false,
	} {
		for _, name := range []string{"NO_PROXY", "no_proxy"} {
			err := checkProxyVariables(func(n string) string { return map[string]string{name: value}[n] })
			if ok != (err == nil) || !ok && !strings.Contains(err.Error(), name) {
				t.Errorf("%s=%q: %v", name, value, err)
			}
		}
	}
}

// The first spelling that is set counts; the other is not read.
func TestCheckProxyVariables_OnlyTheOnesInUse(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"HTTPS_PROXY": "http://proxy:3128", "https_proxy": "http://:",
		"ALL_PROXY": "http://:"}
	expect.NoError(t, checkProxyVariables(func(n string) string { return environment[n] }))
}

func TestNew_DoesNotBypassAnInvalidProxy(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://proxy.example.com:port")
	client, err := New(Options{})
	var setting *anatomy.Mistake
	if !errors.As(err, &setting) || client != nil {
		t.Errorf("%v, %v", client, err)
	}
}
