// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rotate

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

// Elsewhere, a failed save is a warning. Here, the new token would be lost.
func TestRotate_TokenThatIsNotInItsOnlyStoreIsAnError(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tokens.json")
	if err := os.WriteFile(path, []byte(`{"refresh_token": "new"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for token, kept := range map[string]bool{"new": true, "newer": false} {
		err := checkKept(path, signin.LoginResult{RefreshToken: token, ObtainedAt: now})
		if (err == nil) != kept {
			t.Errorf("%s: %v", token, err)
		}
	}
	if err := checkKept(path, signin.LoginResult{RefreshToken: "old"}); err != nil {
		t.Errorf("no new token came: %v", err)
	}
	if err := checkKept(path+".missing",
		signin.LoginResult{RefreshToken: "new", ObtainedAt: now}); err == nil {
		t.Error("no file is no error")
	}
}
