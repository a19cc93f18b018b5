// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"bytes"
	"encoding/binary"
	"encoding/pem"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// FuzzText writes a text as editors do, in UTF-16 with a byte order mark, and reads it again.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "secret", "Grüße", "😀\ufffd", "a\r\nb"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if read, err := Text(content); err == nil && len(read) > 3*len(content) {
			t.Errorf("%d bytes became %d", len(content), len(read))
		}
		if !utf8.Valid(content) || bytes.ContainsRune(content, 0) {
			return
		}
		written := []byte("\xff\xfe")
		for _, unit := range utf16.Encode([]rune(string(content))) {
			written = binary.LittleEndian.AppendUint16(written, unit)
		}
		if read, err := Text(written); err != nil || !bytes.Equal(read, content) {
			t.Errorf("%q became %q, %v", content, read, err)
		}
	})
}

// FuzzPEM repairs the line breaks of PEM. Parsers read every block of the result, and repairing it
// again changes nothing.
func FuzzPEM(f *testing.F) {
	for _, seed := range []string{"", "-----BEGIN A KEY-----\nQUJD\n-----END A KEY-----",
		`-----BEGIN PRIVATEKEY----- QUJD\n-----END PRIVATEKEY-----x-----BEGIN CERTIFICATE-----`,
		"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: x\n\nQ\n" +
			"-----END RSA PRIVATE KEY-----"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		repaired, err := PEM(text)
		if err != nil {
			return
		}
		blocks := 0
		for block, rest := pem.Decode(repaired); block != nil; block, rest = pem.Decode(rest) {
			blocks++
		}
		if begun := strings.Count(string(repaired), "-----BEGIN "); begun != blocks {
			t.Errorf("%d of %d blocks can be read in %q", blocks, begun, repaired)
		}
		if again, err := PEM(repaired); err != nil || !bytes.Equal(again, repaired) {
			t.Errorf("%q became %q, %v", repaired, again, err)
		}
	})
}
