// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

func inUTF16(text string, bigEndian bool) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		low, high := byte(unit), byte(unit>>8) //nolint:gosec // the two halves
		if bigEndian {
			low, high = high, low
		}
		b.WriteByte(low)
		b.WriteByte(high)
	}
	return b.String()
}

func TestText_EveryEncodingReadsTheSame(t *testing.T) {
	t.Parallel()
	const text = "s3cret~é🙂\r\n"
	for name, content := range map[string]string{
		"UTF-8":             text,
		"UTF-8 with a mark": "\xef\xbb\xbf" + text,
		"UTF-16 LE":         "\xff\xfe" + inUTF16(text, false),
		"UTF-16 BE":         "\xfe\xff" + inUTF16(text, true),
	} {
		path := filepath.Join(t.TempDir(), "secret")
		expect.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		expect.Equal(t, name, text, string(expect.Must(files.ReadText(path))(t)))
	}
	for _, bigEndian := range []bool{false, true} {
		expect.Equal(t, "UTF-16 without a mark", "s3cret",
			string(expect.Must(files.Text([]byte(inUTF16("s3cret", bigEndian))))(t)))
	}
}

func TestText_OtherContentStaysUnchanged(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "a", "\x30\x82\x0a\x00\x01\x00", "\x00\x00\x00\x00"} {
		expect.Equal(t, "text", content, string(expect.Must(files.Text([]byte(content)))(t)))
	}
}

func TestText_BrokenUTF16IsNamed(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"\xff\xfes\x003", "\xff\xfe\x00\x00", "\xfe\xff\xd8\x00\x00a"} {
		if got, err := files.Text([]byte(content)); err == nil ||
			!strings.Contains(err.Error(), "UTF-16") {
			t.Errorf("%q: %q, %v", content, got, err)
		}
	}
}

const (
	pemBody   = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v\nMDEyMw==\n"
	twoBlocks = "-----BEGIN CERTIFICATE-----\n" + pemBody + "-----END CERTIFICATE-----\n" +
		"-----BEGIN RSA PRIVATE KEY-----\n" + pemBody + "-----END RSA PRIVATE KEY-----\n"
)

func TestPEM_EveryFormOnTheWayReadsTheSame(t *testing.T) {
	t.Parallel()
	replace := strings.ReplaceAll
	for name, text := range map[string]string{
		"as it is":                    twoBlocks,
		"Windows line ends":           replace(twoBlocks, "\n", "\r\n"),
		"old Mac line ends":           replace(twoBlocks, "\n", "\r"),
		"spaces for line breaks":      replace(twoBlocks, "\n", " "),
		"no line breaks":              replace(twoBlocks, "\n", ""),
		"no white space at all":       replace(replace(twoBlocks, "\n", ""), " ", ""),
		"escaped":                     replace(twoBlocks, "\n", `\n`),
		"escaped, of Windows":         replace(twoBlocks, "\n", `\r\n`),
		"escaped twice":               replace(twoBlocks, "\n", `\\n`),
		"escaped, and kept":           replace(twoBlocks, "\n", `\n`+"\n"),
		"escaped, in quotation marks": `"` + replace(twoBlocks, "\n", `\n`) + `"`,
		"indented":                    "    " + replace(twoBlocks, "\n", "\n    "),
		"indented with tabs":          "\t" + replace(twoBlocks, "\n", "\n\t"),
		"empty lines":                 replace(twoBlocks, "\n", "\n\n"),
		"with what openssl says of it": "Bag Attributes\n    friendlyName: app\n" +
			replace(twoBlocks, "-----BEGIN RSA", "Key Attributes: <No Attributes>\n-----BEGIN RSA"),
		"without the last line's break": strings.TrimSpace(twoBlocks),
	} {
		if got, err := files.PEM([]byte(text)); err != nil || string(got) != twoBlocks {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
		if !files.HasPEM([]byte(text)) {
			t.Errorf("%s is not seen as PEM", name)
		}
	}
}

func TestPEM_DamageIsAnError(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		twoBlocks[:len(twoBlocks)-10]:                          "cut off",
		strings.Replace(twoBlocks, "END CERT", "END RSA", 1):   "cut off",
		strings.Replace(twoBlocks, "MDEyMw==", "MDEyMw=", 1):   "damaged",
		strings.Replace(twoBlocks, "MDEyMw==", "MD*yMw==", 1):  "damaged",
		"-----BEGIN CERTIFICATE----------END CERTIFICATE-----": "damaged",
	} {
		got, err := files.PEM([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "AAEC") {
			t.Errorf("%v, want %q\n%s", err, want, got)
		}
	}
	if got, err := files.PEM([]byte("no PEM")); err != nil || len(got) != 0 {
		t.Errorf("%q, %v", got, err)
	}
}
