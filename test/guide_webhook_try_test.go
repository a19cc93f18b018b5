// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// The guide's commands hand on an alert of the emulator.
func TestGuideWebhook_TriedWithoutAnAccount(t *testing.T) {
	t.Parallel()
	needCurl(t)
	if _, err := exec.LookPath("openssl"); err != nil || runtime.GOOS == "windows" {
		t.Skip("the commands need bash and openssl")
	}
	page := readFile(t, "templates/guides/webhook.md.tmpl")
	_, section, _ := strings.Cut(page, "## Try it without an account\n")
	section, _, _ = strings.Cut(section, "\n## ")
	listener := expect.Must((&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0"))(t)
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	expect.NoError(t, listener.Close())
	section = strings.ReplaceAll(section, "8443", port)

	w := newWorkspace(t, nil)
	w.Write("main.tf", fenced(t, section, "terraform"))
	shims := t.TempDir()
	for name, program := range map[string]string{"terraform": w.Environment["TERRAFORM"],
		"partnercenter": acctest.CompanionProgram(t)} {
		expect.NoError(t, os.Symlink(program, filepath.Join(shims, name)))
	}
	w.Environment["PATH"] = shims + string(os.PathListSeparator) + w.Environment["PATH"]
	out, status := w.Run("bash", "-c", fenced(t, section, "sh"))
	if status != 0 || strings.Count(out, `"specversion":"1.0"`) < 1 ||
		!strings.Contains(out, `"event_id":"tonight"`) {
		t.Errorf("exit status %d\n%s", status, out)
	}
}

// fenced returns the only block of code in that language.
func fenced(t *testing.T, section, language string) string {
	t.Helper()
	_, block, found := strings.Cut(section, "```"+language+"\n")
	block, _, ended := strings.Cut(block, "\n```")
	if !found || !ended || strings.Contains(block, "```") {
		t.Fatalf("no block of %s in\n%s", language, section)
	}
	return block + "\n"
}
