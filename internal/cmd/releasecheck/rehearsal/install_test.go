// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// What the registry serves is enough to verify an archive, and only with the key that it names.
func TestRegistry_ServesWhatACLIVerifies(t *testing.T) {
	t.Parallel()
	x := newFixture(t)
	f := x.goodRelease(t)
	r := expect.Must(serve(f, x.key))(t)
	t.Cleanup(func() { expect.NoError(t, r.close()) })
	base := r.url + "/v1/providers/" + address
	expect.Contains(t, get(t, base+"/versions"), `"version":"0.1.0"`, `"protocols":["6.0"]`,
		`{"os":"windows","arch":"amd64"}`)
	var d struct {
		Shasum    string
		Sums      string `json:"shasums_url"`
		Signature string `json:"shasums_signature_url"`
		Keys      struct {
			GPG []struct {
				Armor string `json:"ascii_armor"`
			} `json:"gpg_public_keys"`
		} `json:"signing_keys"`
	}
	expect.NoError(t, json.Unmarshal([]byte(get(t, base+"/0.1.0/download/linux/amd64")), &d))
	public := expect.Must(openpgp.ReadArmoredKeyRing(strings.NewReader(d.Keys.GPG[0].Armor)))(t)
	sums := get(t, d.Sums)
	expect.Contains(t, sums, d.Shasum+"  terraform-provider-partnercenter_0.1.0_linux_amd64.zip\n")
	signed := Key{public[0]}
	expect.NoError(t, signed.Verify([]byte(sums), []byte(get(t, d.Signature))))
	if another := expect.Must(NewKey())(t); another.Verify([]byte(sums),
		[]byte(get(t, d.Signature))) == nil {
		t.Error("another key verifies the signature")
	}
	for _, missing := range []string{"/0.1.0/download/plan9/386", "/0.2.0/download/linux/amd64"} {
		response := expect.Must(http.Get(base + missing))(t) //nolint:noctx // this machine
		expect.NoError(t, response.Body.Close())
		expect.Equal(t, missing, http.StatusNotFound, response.StatusCode)
	}
}

func get(t *testing.T, url string) string {
	t.Helper()
	response := expect.Must(http.Get(url))(t) //nolint:noctx,gosec // this machine
	defer func() { _ = response.Body.Close() }()
	expect.Equal(t, url, http.StatusOK, response.StatusCode)
	return string(expect.Must(io.ReadAll(response.Body))(t))
}
