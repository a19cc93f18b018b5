// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"debug/pe"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Go's programs take random numbers from ProcessPrng of bcryptprimitives.dll, which Windows has and
// Debian's Wine 8 lacks. This library has no code: it passes the call on to a function with the
// same arguments.
const (
	randomLibrary = "bcryptprimitives.dll"
	randomName    = "ProcessPrng"
	randomTarget  = "advapi32.SystemFunction036"
)

// provideRandom writes the library to Wine's system folder, unless it is there.
func provideRandom(system string) error {
	path := filepath.Join(system, randomLibrary)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(path, forwardingLibrary(), 0o600)
}

// forwardingLibrary returns a library with one section, its table of exports.
// https://learn.microsoft.com/windows/win32/debug/pe-format#the-edata-section-image-only
func forwardingLibrary() []byte {
	const (
		section, fileAlignment = 0x1000, 0x200
		functions              = section + 40 // after the directory
		names, ordinals, texts = functions + 4, functions + 8, functions + 12
		name                   = texts + uint32(len(randomLibrary)+1)
		target                 = name + uint32(len(randomName)+1)
	)
	exports := encode(
		[]uint32{0, 0, 0, texts, 1, 1, 1, functions, names, ordinals},
		[]uint32{target, name, 0}, // an address within the table is a text: where to pass calls on
		[]byte(randomLibrary+"\x00"+randomName+"\x00"+randomTarget+"\x00"))
	size := uint32(len(exports)) //nolint:gosec // G115: less than 200
	options := pe.OptionalHeader64{
		Magic: 0x20b, ImageBase: 0x180000000, SectionAlignment: section, FileAlignment: fileAlignment,
		SizeOfInitializedData: fileAlignment, SizeOfImage: 2 * section, SizeOfHeaders: fileAlignment,
		MajorOperatingSystemVersion: 6, MajorSubsystemVersion: 6,
		Subsystem: pe.IMAGE_SUBSYSTEM_WINDOWS_CUI, NumberOfRvaAndSizes: 16,
	}
	options.DataDirectory[pe.IMAGE_DIRECTORY_ENTRY_EXPORT] = pe.DataDirectory{
		VirtualAddress: section, Size: size}
	const dosSize = 64
	dos := make([]byte, dosSize)
	copy(dos, "MZ")
	dos[60] = dosSize // where the next header is
	header := encode(dos, []byte("PE\x00\x00"),
		pe.FileHeader{
			Machine: pe.IMAGE_FILE_MACHINE_AMD64, NumberOfSections: 1, SizeOfOptionalHeader: 240,
			Characteristics: pe.IMAGE_FILE_EXECUTABLE_IMAGE | pe.IMAGE_FILE_LARGE_ADDRESS_AWARE |
				pe.IMAGE_FILE_DLL,
		},
		options,
		pe.SectionHeader32{
			Name: [8]uint8{'.', 'e', 'd', 'a', 't', 'a'}, VirtualSize: size,
			VirtualAddress: section, SizeOfRawData: fileAlignment, PointerToRawData: fileAlignment,
			Characteristics: pe.IMAGE_SCN_CNT_INITIALIZED_DATA | pe.IMAGE_SCN_MEM_READ,
		})
	image := make([]byte, 2*fileAlignment)
	copy(image, header)
	copy(image[fileAlignment:], exports)
	return image
}

func encode(parts ...any) []byte {
	var out bytes.Buffer
	for _, part := range parts {
		_ = binary.Write(&out, binary.LittleEndian, part) // only unsized types fail
	}
	return out.Bytes()
}
