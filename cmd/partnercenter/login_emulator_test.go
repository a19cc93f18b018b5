// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// TestLogin_CanBeTriedAgainstTheEmulator follows the README, with only the command and its output.
func TestLogin_CanBeTriedAgainstTheEmulator(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	envFile, tokens := filepath.Join(folder, "env"), filepath.Join(folder, "tokens.json")
	startCommand(t, io.Discard, "--public-client", "--env-file", envFile)
	content := expect.Must(os.ReadFile(envFile))(t)
	variables := exported(t, string(content))
	environ := []string{"PARTNERCENTER_CLIENT_SECRET=of-an-earlier-emulator"}
	for name, value := range variables {
		environ = append(environ, name+"="+value)
	}

	var out bytes.Buffer
	said := watchFor("to authenticate.")
	status := make(chan int, 1)
	go func() {
		status <- run(t.Context(), []string{"login", "--device-code", "--token-cache", tokens},
			cli.Environment{Stdout: &out, Stderr: said, Values: environ})
	}()
	said.wait(t)
	page := regexp.MustCompile(`open the page (\S+) and enter the code (\S+)`).FindStringSubmatch(
		said.String())
	if page == nil {
		t.Fatalf("no page and no code in %q", said)
	}
	enterCode(t, variables["PARTNERCENTER_CA_BUNDLE_PATH"], page[1], page[2])
	expect.Equal(t, "exit status", exitOK, <-status)
	expect.Contains(t, said.String(), "Signed in as adminagent.csp@", tokens)

	// The content of the file is enough.
	var report bytes.Buffer
	environ = append(environ, "PARTNERCENTER_REFRESH_TOKEN=", "PARTNERCENTER_TOKEN_CACHE_PATH="+tokens)
	expect.Equal(t, "exit status", exitOK,
		run(t.Context(), []string{"doctor"},
			cli.Environment{Stdout: &report, Stderr: &report, Values: environ}))
	expect.Contains(t, report.String(), "token_cache_path from PARTNERCENTER_TOKEN_CACHE_PATH",
		"no client credential (public client)")
}

// enterCode submits the page's form, like curl and a browser.
func enterCode(t *testing.T, caBundle, page, code string) {
	t.Helper()
	client := trusting(t, expect.Must(os.ReadFile(caBundle))(t))
	form := strings.NewReader(url.Values{"user_code": {code}}.Encode())
	req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodPost, page, form))(t)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp := expect.Must(client.Do(req))(t)
	if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
		t.Errorf("the page answered %d, %v", resp.StatusCode, err)
	}
}
