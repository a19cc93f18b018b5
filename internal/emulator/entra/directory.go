// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Ids of the seeded apps. The first is the documentation's own placeholder.
const (
	defaultClientID = "23ec45a3-5127-4185-9eff-c8887839e6ab"
	publicClientID  = "6d0b3a4c-2f1e-4b7d-9a58-0c1f6e2d7b90"
)

// The user of tokens without another role. An older data folder has the same user with fewer roles.
const (
	defaultUserID = "4988e250-5aee-482a-9136-6d269cb755c0"
	defaultRoles  = world.RoleAdminAgent + " " + world.RoleGlobalAdmin
)

// refreshTokenLife is the lifetime of a refresh token from its issue, used or not.
const refreshTokenLife = 90 * 24 * time.Hour

// directory holds the sign-in server's apps, users and refresh tokens. SignIn.mu guards it.
type directory struct {
	// distinguishes this emulator's access tokens from another's
	KeyID         string                   `json:"keyId"`
	Apps          map[string]*app          `json:"apps"`
	Users         map[string]*user         `json:"users"`
	RefreshTokens map[string]*refreshToken `json:"refreshTokens"`
}

// app is an app registration. One without a credential is a public client.
type app struct {
	ClientID string `json:"clientId"`
	Secret   string `json:"secret,omitempty"`
	Public   bool   `json:"public,omitempty"`

	certificates []*x509.Certificate
	federated    []federation
}

type federation struct {
	issuer, subject, audience string
	keys                      []crypto.PublicKey // if empty, the signature is not checked
}

type user struct {
	ObjectID string `json:"objectId"`
	UPN      string `json:"upn"`
	Name     string `json:"name"`
	Role     string `json:"role"`
}

// refreshToken is an issued refresh token. It is bound to user and client, not to a tenant or a
// resource.
type refreshToken struct {
	ClientID string    `json:"clientId"`
	UserID   string    `json:"userId"`
	Scopes   []string  `json:"scopes"`
	MFA      bool      `json:"mfa"`
	Expires  time.Time `json:"expires"`
	Revoked  bool      `json:"revoked,omitempty"`
	Used     bool      `json:"used,omitempty"`
}

func newDirectory() *directory {
	admin := &user{
		ObjectID: defaultUserID,
		UPN:      "adminagent.csp@" + world.TenantDomain,
		Name:     "Adminagent CSP",
		Role:     defaultRoles,
	}
	return &directory{
		KeyID: uuid.NewString(),
		Apps: map[string]*app{
			defaultClientID: {ClientID: defaultClientID, Secret: randomText(30)},
			publicClientID:  {ClientID: publicClientID, Public: true},
		},
		Users:         map[string]*user{admin.ObjectID: admin},
		RefreshTokens: map[string]*refreshToken{},
	}
}

// userWithRole returns the user with these roles, and creates one if necessary.
func (d *directory) userWithRole(role string) *user {
	if u := d.Users[defaultUserID]; u != nil && role == defaultRoles {
		return u
	}
	for _, id := range slices.Sorted(maps.Keys(d.Users)) {
		if d.Users[id].Role == role {
			return d.Users[id]
		}
	}
	u := &user{
		ObjectID: uuid.NewString(),
		UPN:      strings.ToLower(strings.ReplaceAll(role, " ", "")) + "user@" + world.TenantDomain,
		Name:     strings.TrimSpace(role + " user"),
		Role:     role,
	}
	d.Users[u.ObjectID] = u
	return u
}

func randomText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

const signingFile = "signing-key.pem"

// processSigningKey is the RSA key that emulators without a data folder share in one process:
// creating one takes far longer than the rest of Start. They still refuse each other's tokens
// because the key ids differ.
//
//nolint:gochecknoglobals // a constant that takes long to make
var processSigningKey = sync.OnceValues(func() (*rsa.PrivateKey,
	error) {
	return rsa.GenerateKey(rand.Reader, 2048)
})

func loadSigningKey(folder *disk.Folder) (*rsa.PrivateKey, error) {
	if !folder.Keeps() {
		return processSigningKey()
	}
	if key, there, err := disk.ReadKey[*rsa.PrivateKey](folder, signingFile); there || err != nil {
		return key, err
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	return key, folder.WriteKey(signingFile, key)
}
