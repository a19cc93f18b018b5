// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func write(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	expect.NoError(t, os.WriteFile(path, []byte(content), mode))
}
