// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"bytes"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"regexp"
	"strings"
)

// PEM converts PEM text to the one form that parsers accept. In variables, YAML and secret stores,
// the line breaks of PEM get lost, escaped (\n) or indented. Base64 contains neither white space
// nor backslashes, so the blocks can still be recognized. PEM drops the text around them. A
// truncated or damaged block is an error; parsers would silently skip it.
func PEM(text []byte) ([]byte, error) {
	text = escapedBreaks().ReplaceAll(text, []byte("\n"))
	var out bytes.Buffer
	for {
		begin := markers("BEGIN").FindSubmatchIndex(text)
		if begin == nil {
			return out.Bytes(), nil
		}
		label := blockLabel(string(text[begin[2]:begin[3]]))
		text = text[begin[1]:]
		end := markers("END").FindSubmatchIndex(text)
		if len(end) == 0 || blockLabel(string(text[end[2]:end[3]])) != label {
			return nil, fmt.Errorf("the PEM block %q is cut off: its END line is missing", label)
		}
		block, err := readBlock(label, text[:end[0]])
		if err != nil {
			return nil, err
		}
		if err := pem.Encode(&out, block); err != nil {
			return nil, fmt.Errorf("the PEM block %q is damaged", label)
		}
		text = text[end[1]:]
	}
}

// escapedBreaks are line breaks that JSON, shells or .env files have escaped, once or more often.
func escapedBreaks() *regexp.Regexp { return regexp.MustCompile(`\\+[nrt]`) }

func markers(word string) *regexp.Regexp {
	return regexp.MustCompile(`-----` + word + `\s?([A-Z0-9 ]{3,40})-----`)
}

// blockLabel restores the spaces of labels that have lost them together with the line breaks.
func blockLabel(label string) string {
	for _, known := range []string{
		"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
		"TRUSTED CERTIFICATE", "X509 CRL",
	} {
		if label == strings.ReplaceAll(known, " ", "") {
			return known
		}
	}
	return label
}

// readBlock reads the content between the lines BEGIN and END.
func readBlock(label string, body []byte) (*pem.Block, error) {
	block := &pem.Block{Type: label}
	if bytes.Contains(body, []byte("ENCRYPTED")) && bytes.Contains(body, []byte("DEK-Info:")) {
		// OpenSSL's old form of an encrypted key. Nobody here decrypts it, so its presence is all that
		// matters.
		block.Headers = map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "unknown"}
		return block, nil
	}
	var err error
	text := strings.Join(strings.Fields(string(body)), "")
	if block.Bytes, err = base64.StdEncoding.DecodeString(text); err != nil || len(block.Bytes) == 0 {
		return nil, fmt.Errorf("the PEM block %q is damaged: something between its first and its "+
			"last line is not base64", label)
	}
	return block, nil
}

// HasPEM reports whether text contains PEM in any of these forms.
func HasPEM(text []byte) bool { return markers("BEGIN").Match(text) }
