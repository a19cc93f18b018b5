// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// longestLine is far more than an event needs.
const longestLine = 1 << 20

// eachLine calls visit with each line of a file that is not blank. Errors name the file and the
// line.
func eachLine(path string, visit func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // opened for reading only
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestLine)
	number, name := 1, anatomy.Path(path)
	for ; lines.Scan(); number++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\xef\xbb\xbf")))
		if len(line) == 0 {
			continue
		}
		if err := visit(line); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, number, err)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%s, line %d: the line is longer than 1 MiB", name, number)
	case err != nil:
		return fmt.Errorf("%s, line %d: %w", name, number, anatomy.Unreadable(err))
	}
	return nil
}
