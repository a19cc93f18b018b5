// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

const inNamespace = "PARTNERCENTER_TEST_MOUNTED_FILE"

// A file that is mounted by itself, as container platforms mount secrets, cannot be replaced. The
// test runs itself in its own namespace, where it may mount.
func TestPrivate_MountedFileIsWrittenWhereItIs(t *testing.T) {
	t.Parallel()
	if path := os.Getenv(inNamespace); path != "" {
		expect.NoError(t, files.WritePrivate(path, []byte("new")))
		return
	}
	type row struct {
		options string
		mode    os.FileMode
		want    string
		fails   bool
	}
	expect.Each(t, map[string]row{
		"ordinary":             {"", 0o600, "new", false},
		"that others can read": {"", 0o644, "new", false},
		"read-only":            {"ro,", 0o600, "old and longer", true},
	}, func(t *testing.T, test row) {
		folder := t.TempDir()
		source, mounted := filepath.Join(folder, "source"), filepath.Join(folder, "mounted")
		write(t, source, "old and longer", test.mode)
		write(t, mounted, "", 0o600)
		script := `mount --bind "$1" "$2" && if [ -n "$3" ]; then mount -o "remount,$3bind" "$2"; fi ||
			exit 77
			exec "$0" -test.run '^TestPrivate_MountedFileIsWrittenWhereItIs$'`
		command := exec.CommandContext(t.Context(), "unshare", "--user", "--map-root-user", "--mount",
			"sh", "-c", script,
			os.Args[0], source, mounted, test.options)
		command.Env = append(os.Environ(), inNamespace+"="+mounted)
		out, err := command.CombinedOutput()
		if command.ProcessState == nil || command.ProcessState.ExitCode() == 77 || len(out) > 0 &&
			command.ProcessState.ExitCode() == 1 && !ran(out) {
			t.Skipf("this machine lets nobody mount: %v %s", err, out)
		}
		if (err != nil) != test.fails {
			t.Errorf("%v: %s", err, out)
		}
		content, err := os.ReadFile(source)
		if err != nil || string(content) != test.want {
			t.Errorf("%q, %v", content, err)
		}
		if info, err := os.Stat(source); err != nil || info.Mode() != 0o600 {
			t.Errorf("%v, %v", info, err)
		}
	})
}

// ran reports whether the output comes from a test, not from unshare.
func ran(out []byte) bool {
	return bytes.Contains(out, []byte("PASS")) || bytes.Contains(out, []byte("FAIL"))
}
