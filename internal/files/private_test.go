// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package files_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// holds expects a regular file with that content that nobody else can read, and no other file in
// its folder.
func holds(t *testing.T, path, want string, others ...string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil || string(content) != want {
		t.Errorf("%s holds %q, %v, want %q", path, content, err, want)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1+len(others) {
		t.Errorf("%v, %v", left, err)
	}
}

func TestPrivate_ReplacesAFileThatOthersCouldRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	write(t, path, "old and longer", 0o644)
	expect.NoError(t, files.WritePrivate(path, []byte("new")))
	holds(t, path, "new")
}

func TestPrivate_NobodySeesAnIncompleteFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	write(t, path, "old", 0o600)
	f := expect.Must(files.NewPrivate(path))(t)
	if content, err := os.ReadFile(path); err != nil || string(content) != "old" {
		t.Errorf("%q, %v", content, err)
	}
	f.Discard()
	holds(t, path, "old")
}

// Two writers of one file must not mistake each other's half-written file for their own.
func TestPrivate_TwoAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	first := expect.Must(files.NewPrivate(path))(t)
	second := expect.Must(files.NewPrivate(path))(t)
	expect.NoError(t, first.Write([]byte("first")))
	if content, err := os.ReadFile(path); err != nil || string(content) != "first" {
		t.Errorf("%q, %v", content, err)
	}
	expect.NoError(t, second.Write([]byte("second")))
	holds(t, path, "second")
}

func TestPrivate_ALinkIsFollowed(t *testing.T) {
	t.Parallel()
	shared, app := t.TempDir(), t.TempDir()
	write(t, filepath.Join(shared, "token"), "old", 0o600)
	for link, target := range map[string]string{"token": filepath.Join(shared, "token"),
		"again": "token"} {
		expect.NoError(t, os.Symlink(target, filepath.Join(app, link)))
	}
	expect.NoError(t, files.WritePrivate(filepath.Join(app, "again"), []byte("new")))
	holds(t, filepath.Join(shared, "token"), "new")
	for _, link := range []string{"token", "again"} {
		if info, err := os.Lstat(filepath.Join(app, link)); err != nil ||
			info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v, %v", link, info, err)
		}
	}
}

func TestPrivate_OnlyARegularFileIsReplaced(t *testing.T) {
	t.Parallel()
	folder := expect.Must(os.MkdirTemp("", "p"))(t) //nolint:usetesting // a socket's path must be short
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	at := func(name string) string { return filepath.Join(folder, name) }
	socket := expect.Must(net.Listen("unix", at("socket")))(t) //nolint:noctx // nobody connects
	defer func() { _ = socket.Close() }()
	expect.NoError(t, errors.Join(
		syscall.Mkfifo(at("pipe"), 0o600), os.Mkdir(at("folder"), 0o700),
		os.Symlink(at("pipe"), at("link to a pipe")), os.Symlink("/dev/null", at("link to a device")),
		os.Symlink(at("missing"), at("link to nowhere")), os.Symlink(at("loop"), at("loop")),
	))
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = reader.Close(), writer.Close() }()
	paths := map[string]string{
		at("socket"): "a socket", at("pipe"): "a pipe", at("folder"): "a folder", "/dev/null": "a device",
		at("link to a pipe"): "a pipe", at("link to a device"): "a device",
		at("link to nowhere"): "a link to a file that does not exist",
		at("loop"):            "too many levels", at("missing/secret"): "no such file",
		at("socket") + "/secret": "not a directory",
	}
	if _, err := os.Stat("/dev/fd"); err == nil {
		paths["/dev/fd/"+strconv.Itoa(int(writer.Fd()))] = "a pipe"
	}
	before := expect.Must(os.ReadDir(folder))(t)
	for path, want := range paths {
		f, err := files.NewPrivate(path)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, %v, want %q", path, f, err, want)
		}
	}
	if after, err := os.ReadDir(folder); err != nil || len(after) != len(before) {
		t.Errorf("%v, %v, want %v", after, err, before)
	}
}

func TestPrivate_FolderThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil { //nolint:gosec // a folder
		t.Fatal(err)
	}
	if f, err := files.NewPrivate(filepath.Join(folder, "secret")); err == nil ||
		!strings.Contains(err.Error(), "permission denied") {
		t.Errorf("%v, %v", f, err)
	}
}

// After a shell's >>, content must be appended.
func TestResolve_AnOpenFileIsNotReplaced(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	write(t, path, "kept", 0o600)
	file := expect.Must(os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0))(t)
	t.Cleanup(func() { _ = file.Close() })
	link := filepath.Join(t.TempDir(), "link")
	name := "/dev/fd/" + strconv.Itoa(int(file.Fd()))
	expect.NoError(t, os.Symlink(name, link))
	for _, path := range []string{name, link} {
		if _, err := files.Resolve(path); err == nil ||
			!strings.Contains(err.Error(), "what this program has open") {
			t.Errorf("%s: %v", path, err)
		}
	}
	holds(t, path, "kept")
}

// Nobody knows the temporary name: an error names the file that was asked for.
func TestPrivate_AFailedWriteNamesTheTarget(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]func(path string, f *files.Private){
		"the disk": func(_ string, f *files.Private) { f.Discard() }, // closes the temporary file
		"the place": func(path string, _ *files.Private) {
			expect.NoError(t, os.Mkdir(path, 0o700))
		},
	} {
		path := filepath.Join(t.TempDir(), "secret")
		f := expect.Must(files.NewPrivate(path))(t)
		breaks(path, f)
		err := f.Write([]byte("new"))
		f.Discard()
		if err == nil || !strings.HasPrefix(err.Error(), "write "+path+": ") ||
			strings.Contains(err.Error(), ".secret.") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
