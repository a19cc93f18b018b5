// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// What .goreleaser.yml makes of GnuPG is a signature that the registry accepts.
func TestKeyring_SignsAsTheReleaseToolDoes(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("there is no GnuPG here")
	}
	content := expect.Must(os.ReadFile("../../../../" + release.File))(t)
	var config struct {
		Signs []struct{ Args []string }
	}
	expect.NoError(t, yaml.Unmarshal(content, &config))
	key := expect.Must(NewKey())(t)
	ring, ok, err := newKeyring(t.Context(), key)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	t.Cleanup(func() { expect.NoError(t, ring.close()) })
	dir := t.TempDir()
	expect.NoError(t, os.WriteFile(filepath.Join(dir, "sums"), []byte("sums"), 0o600))
	fingerprint := strings.TrimPrefix(ring.settings()[1], "GPG_FINGERPRINT=")
	args := strings.Split(strings.NewReplacer("{{ .Env.GPG_FINGERPRINT }}", fingerprint,
		"${signature}", "sums.sig", "${artifact}", "sums").
		Replace(strings.Join(config.Signs[0].Args, "\n")), "\n")
	expect.NoError(t, run(t.Context(), dir, ring.settings(), "gpg", args...))
	signature := expect.Must(os.ReadFile(filepath.Join(dir, "sums.sig")))(t)
	expect.NoError(t, key.Verify([]byte("sums"), signature))
	if key.Verify([]byte("other sums"), signature) == nil {
		t.Error("the signature fits anything")
	}
}
