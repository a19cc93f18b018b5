// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"unicode/utf16"
)

// largest exceeds the size of any file that a setting names. It guards against devices that never
// end.
const largest = 16 << 20

// Read returns the content of a file. It reads a pipe to its end, so that `<(command)` of a shell
// works.
func Read(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	if len(content) > largest {
		return nil, &os.PathError{Op: "read", Path: path, Err: errors.New("it contains more than 16 MiB")}
	}
	return content, nil
}

// ReadText returns the content of a text file, in UTF-8.
func ReadText(path string) ([]byte, error) {
	content, err := Read(path)
	if err != nil {
		return nil, err
	}
	text, err := Text(content)
	if err != nil {
		return nil, &os.PathError{Op: "read", Path: path, Err: err}
	}
	return text, nil
}

// Text returns the content in UTF-8 and without a byte order mark. Editors and PowerShell's > write
// the mark, and UTF-16. Without a mark, every second byte of UTF-16 is zero, which is not true of
// any other secret, token or PEM. Content that is not text, such as a PFX, is returned unchanged.
func Text(content []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		return content[3:], nil
	case bytes.HasPrefix(content, []byte("\xff\xfe")):
		return fromUTF16(content[2:], binary.LittleEndian)
	case bytes.HasPrefix(content, []byte("\xfe\xff")):
		return fromUTF16(content[2:], binary.BigEndian)
	case everySecondIsZero(content, 1):
		return fromUTF16(content, binary.LittleEndian)
	case everySecondIsZero(content, 0):
		return fromUTF16(content, binary.BigEndian)
	}
	return content, nil
}

func fromUTF16(content []byte, order binary.ByteOrder) ([]byte, error) {
	if len(content)%2 != 0 {
		return nil, errors.New("it is UTF-16 text that is cut off in the middle of a character (save " +
			"it as UTF-8)")
	}
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = order.Uint16(content[2*i:])
	}
	text := utf16.Decode(units)
	// Half of a pair is read as a replacement character, which is then written differently.
	if slices.Contains(text, 0) || !slices.Equal(utf16.Encode(text), units) {
		return nil, errors.New("it begins like UTF-16 text, but is not (save it as UTF-8)")
	}
	return []byte(string(text)), nil
}

// everySecondIsZero checks every second byte from the first one, and that the other bytes are not
// zero.
func everySecondIsZero(content []byte, first int) bool {
	if len(content) < 4 || len(content)%2 != 0 {
		return false
	}
	for i, b := range content {
		if (b == 0) != (i%2 == first) {
			return false
		}
	}
	return true
}
