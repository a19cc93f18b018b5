// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package audit_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
)

// Nobody reads the pipe, so opening it would never end.
func TestNew_APipeIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	expect.NoError(t, syscall.Mkfifo(pipe, 0o600))
	done := make(chan error, 1)
	go func() {
		_, err := audit.New(pipe, audit.Author{})
		done <- err
	}()
	err := expect.Received(t, "an error", done)
	if err == nil || !strings.Contains(err.Error(), "it is a pipe") {
		t.Errorf("got %v", err)
	}
}
