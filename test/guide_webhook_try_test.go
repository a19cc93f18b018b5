// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
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
	section = strings.ReplaceAll(section, "8443", freePort(t))

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

// freePort returns a port that no other test takes: systems assign ports above 32767.
func freePort(t *testing.T) string {
	t.Helper()
	for range 100 {
		port := strconv.Itoa(20_000 + rand.N(12_000)) //nolint:gosec // no secret
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:"+port)
		if err == nil {
			expect.NoError(t, listener.Close())
			return port
		}
	}
	t.Fatal("found no free port")
	return ""
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
