// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"errors"
	"io/fs"
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Windows ignores the mode of a new file. Who may read it is in its access control list (ACL), and
// without one of its own, a file inherits the list of its folder.

// createPrivate creates a file that only the user of this process can read or write. It must not
// exist. The list is there from the start: who opens a file in the moment before it is restricted
// can still read it afterwards.
func createPrivate(path string) (*os.File, error) {
	descriptor, err := ownerOnly()
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	attributes := windows.SecurityAttributes{SecurityDescriptor: descriptor}
	attributes.Length = uint32(unsafe.Sizeof(attributes))
	handle, err := windows.CreateFile(name, windows.GENERIC_READ|windows.GENERIC_WRITE,
		windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, &attributes, windows.CREATE_NEW,
		windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}

// ownerOnly allows the user of this process everything, and nobody else anything. P: it does not
// inherit from the folder. FA: all access to files.
func ownerOnly() (*windows.SECURITY_DESCRIPTOR, error) {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return nil, err
	}
	return windows.SecurityDescriptorFromString("D:P(A;;FA;;;" + user.User.Sid.String() + ")")
}

// AppendPrivate opens a file to append to it. If there is none, it creates one that only the user
// of this process can read or write.
func AppendPrivate(path string) (*os.File, error) {
	const appending = os.O_WRONLY | os.O_APPEND
	file, err := os.OpenFile(path, appending, 0)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	// Another process may create it at the same time.
	created, err := createPrivate(path)
	if err == nil {
		err = created.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.OpenFile(path, appending, 0)
}

// keepToOwner removes the access of others to an open file.
func keepToOwner(file *os.File) error {
	descriptor, err := ownerOnly()
	if err != nil {
		return err
	}
	list, _, err := descriptor.DACL()
	if err != nil {
		return err
	}
	return windows.SetNamedSecurityInfo(file.Name(), windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, list,
		nil)
}

// copyAccess gives a file the access rights of another one.
func copyAccess(from, to string) error {
	descriptor, err := windows.GetNamedSecurityInfo(from, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	list, _, err := descriptor.DACL()
	if err != nil {
		return err
	}
	control, _, err := descriptor.Control()
	if err != nil {
		return err
	}
	// Inherited entries follow the folder, as those of the old file did.
	inherits := windows.SECURITY_INFORMATION(windows.UNPROTECTED_DACL_SECURITY_INFORMATION)
	if control&windows.SE_DACL_PROTECTED != 0 {
		inherits = windows.PROTECTED_DACL_SECURITY_INFORMATION
	}
	return windows.SetNamedSecurityInfo(to, windows.SE_FILE_OBJECT,
		windows.DACL_SECURITY_INFORMATION|inherits, nil, nil, list, nil)
}

const (
	renameLimit = 2 * time.Second
	renamePause = 10 * time.Millisecond
)

// rename puts a file in the place of another one. Windows refuses that while any other program has
// the other one open, such as a virus scanner, an indexer, or a backup. They close it soon.
func rename(from, to string) error {
	for last := time.Now().Add(renameLimit); ; time.Sleep(renamePause) {
		err := os.Rename(from, to)
		if err == nil || !isInUse(err) || time.Now().After(last) {
			return err
		}
	}
}

// isInUse also accepts "access denied", because Windows reports that, too, for a file in use.
func isInUse(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) ||
		errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}
