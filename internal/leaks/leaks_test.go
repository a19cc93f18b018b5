// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package leaks_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/leaks"
)

const secret = "0.AXoA~secret+/of=us"

func TestSearch_FindsEveryForm(t *testing.T) {
	t.Parallel()
	search := expect.Must(leaks.For("another secret", secret))(t)
	expect.NoError(t, search.In("the log", "token redacted"))
	for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret))} {
		err := search.In("the log", "Authorization: "+form+" and more")
		if err == nil {
			t.Errorf("%s was not found", form)
			continue
		}
		expect.Contains(t, err.Error(), "the log", "Authorization: ")
		if strings.Contains(err.Error(), form) {
			t.Errorf("the error says too much: %v", err)
		}
	}
}

func TestSearch_LooksIntoPlans(t *testing.T) {
	t.Parallel()
	search := expect.Must(leaks.For(secret))(t)
	var plan bytes.Buffer
	archive := zip.NewWriter(&plan)
	entry := expect.Must(archive.Create("tfplan"))(t)
	expect.Must(entry.Write([]byte(strings.Repeat(secret, 100))))(t)
	expect.NoError(t, archive.Close())
	path := filepath.Join(t.TempDir(), "saved")
	expect.NoError(t, os.WriteFile(path, plan.Bytes(), 0o600))
	if size, err := search.InFile(path); err == nil || size == 0 {
		t.Errorf("nothing was found in %d bytes", size)
	}
}

func TestSearch_ForNothingProvesNothing(t *testing.T) {
	t.Parallel()
	for _, secrets := range [][]string{nil, {""}, {"short"}} {
		if _, err := leaks.For(secrets...); !errors.Is(err, leaks.ErrNoSecrets) {
			t.Errorf("%q: %v", secrets, err)
		}
	}
}

func TestCredential_FindsWhatNobodyIssued(t *testing.T) {
	t.Parallel()
	expect.NoError(t, leaks.Credential("x", "a bearer of news; authorization was refused"))
	for _, text := range []string{"Bearer abcdefgh1", `{"Authorization": "x"}`,
		"eyJhbGciOiJub25lIn0.x"} {
		if leaks.Credential("x", text) == nil {
			t.Errorf("%q passes", text)
		}
	}
}
