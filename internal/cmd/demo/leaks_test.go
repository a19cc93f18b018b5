// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestFindLeaks_LooksIntoFilesAndPlans(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("0.AXoA", 3)
	dir := t.TempDir()
	clean := writeFile(t, dir, "clean.log", []byte("token redacted"))
	log := writeFile(t, dir, "trace.log", []byte("Authorization: Bearer "+secret))
	plan := writeFile(t, dir, "tfplan", zipped(t, strings.Repeat(secret, 100)))

	if size, err := findLeaks([]string{clean}, []string{secret}); err != nil || size == 0 {
		t.Errorf("got %d bytes and the error %v for a clean file", size, err)
	}
	_, err := findLeaks([]string{clean, log, plan}, []string{"other", secret})
	if err == nil {
		t.Fatal("nothing was found")
	}
	for _, file := range []string{log, plan} {
		expect.Contains(t, err.Error(), file)
	}
	if strings.Contains(err.Error(), clean) || strings.Contains(err.Error(), secret) {
		t.Errorf("the error says too much: %v", err)
	}
}

func TestFindLeaks_FailsWithoutSecrets(t *testing.T) {
	t.Parallel()
	if _, err := findLeaks(nil, nil); err == nil {
		t.Error("a search for nothing succeeded")
	}
}

func writeFile(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	expect.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func zipped(t *testing.T, content string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	entry := expect.Must(archive.Create("plan"))(t)
	if _, err := entry.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	expect.NoError(t, archive.Close())
	return buffer.Bytes()
}
