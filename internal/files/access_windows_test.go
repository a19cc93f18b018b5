// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/windows"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// accessList returns the access control list in Windows' own notation.
func accessList(t *testing.T, path string) string {
	t.Helper()
	return expect.Must(windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION))(t).String()
}

// onlyOurs expects a single entry: everything for the user of this process. Nothing is inherited.
func onlyOurs(t *testing.T, path string) {
	t.Helper()
	user := expect.Must(windows.GetCurrentProcessToken().GetTokenUser())(t).User.Sid.String()
	got := accessList(t, path)
	// Windows shortens the SIDs of well-known users, such as the built-in administrator.
	want := expect.Must(windows.SecurityDescriptorFromString("D:P(A;;FA;;;" + user + ")"))(t).String()
	if strings.Replace(got, "D:PAI(", "D:P(", 1) != want {
		t.Errorf("%s is open to %s, want %s", path, got, want)
	}
}

func TestPrivate_OnlyTheOwnerHasAccess(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "secret")
	expect.NoError(t, files.WritePrivate(path, []byte("new")))
	onlyOurs(t, path)

	open := filepath.Join(folder, "open")
	write(t, open, "old", 0o644)
	expect.NoError(t, files.WritePrivate(open, []byte("new")))
	onlyOurs(t, open)
	expect.Equal(t, "content", "new", string(expect.Must(os.ReadFile(open))(t)))
	expect.Equal(t, "files", 2, len(expect.Must(os.ReadDir(folder))(t)))
}

// The file is restricted before it has content.
func TestPrivate_UnfinishedFileIsRestricted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	f := expect.Must(files.NewPrivateLocked(path))(t)
	defer f.Discard()
	onlyOurs(t, path+".tmp")
}

func TestAppendPrivate_OnlyTheOwnerHasAccess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "log")
	for _, line := range []string{"1\n", "2\n"} {
		file := expect.Must(files.AppendPrivate(path))(t)
		expect.Must(file.WriteString(line))(t)
		expect.NoError(t, file.Close())
		onlyOurs(t, path)
	}
	expect.Equal(t, "content", "1\n2\n", string(expect.Must(os.ReadFile(path))(t)))
}

// A file that colleagues may edit stays theirs.
func TestReplace_KeepsTheAccessList(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	shared, own := filepath.Join(folder, "shared"), filepath.Join(folder, "own")
	write(t, shared, "old", 0o644)
	expect.NoError(t, files.WritePrivate(own, []byte("old")))
	before := accessList(t, shared)
	for _, path := range []string{shared, own} {
		expect.NoError(t, files.Replace(path, []byte("new")))
		expect.Equal(t, "content", "new", string(expect.Must(os.ReadFile(path))(t)))
	}
	expect.Equal(t, "access list", before, accessList(t, shared))
	onlyOurs(t, own)
}

// A virus scanner opens each new file for a moment.
func TestPrivate_WaitsForAReader(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "secret")
	write(t, path, "old", 0o644)
	name := expect.Must(windows.UTF16PtrFromString(path))(t)
	reader := expect.Must(windows.CreateFile(name, windows.GENERIC_READ, windows.FILE_SHARE_READ, nil,
		windows.OPEN_EXISTING, 0, 0))(t)
	f := expect.Must(files.NewPrivate(path))(t)
	closed := make(chan error, 1)
	time.AfterFunc(100*time.Millisecond, func() { closed <- windows.CloseHandle(reader) })
	expect.NoError(t, f.Write([]byte("new")))
	expect.NoError(t, <-closed)
	expect.Equal(t, "content", "new", string(expect.Must(os.ReadFile(path))(t)))
}
