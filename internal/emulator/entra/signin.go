// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const directoryFile = "directory.json"

var errForeignKey = errors.New("signed with another key")

// Config holds the dependencies of the sign-in server.
type Config struct {
	World      *world.World
	Harness    *harness.Harness
	Folder     *disk.Folder
	Behaviour  func() Behaviour // the present one
	URL        func() string    // the server's own URL, without a tenant
	DevicePage string           // path of the page that accepts user codes
}

// SignIn is the sign-in server: apps, users and tokens, and its window on the world. Its methods
// are safe for concurrent use.
type SignIn struct {
	world      *world.World
	line       *harness.Line
	behaviour  func() Behaviour
	url        func() string
	devicePage string
	kept       *disk.Keeper
	signingKey *rsa.PrivateKey

	mu        sync.Mutex // guards the fields below
	directory *directory
	codes     map[string]*authorizationCode
	devices   map[string]*deviceCode
	secrets   map[string]bool
}

// Open reads the directory and the signing key from the data folder. It creates and saves what is
// missing.
func Open(config Config) (*SignIn, error) {
	s := &SignIn{
		world:      config.World,
		behaviour:  config.Behaviour,
		url:        config.URL,
		devicePage: config.DevicePage,
		directory:  newDirectory(),
		codes:      map[string]*authorizationCode{},
		devices:    map[string]*deviceCode{},
		secrets:    map[string]bool{},
	}
	s.line = config.Harness.Line(s)
	s.kept = config.Folder.Keeper(directoryFile, s.snapshot)
	var err error
	if s.signingKey, err = loadSigningKey(config.Folder); err != nil {
		return nil, fmt.Errorf("emulator signing key: %w", err)
	}
	had, err := config.Folder.Load(directoryFile, s.directory)
	if err == nil && !had {
		err = s.changeDirectory(func() {})
	}
	return s, err
}

// changeDirectory changes the directory and returns when the change is saved on disk.
func (s *SignIn) changeDirectory(change func()) error { return s.kept.Change(&s.mu, change) }

func (s *SignIn) snapshot() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	content, _ := json.Marshal(s.directory) // cannot fail: plain texts, numbers and times
	return json.RawMessage(content)
}

// URL is the address for sign-ins, without a tenant.
func (s *SignIn) URL() string { return s.url() }

// User returns the name and role of the user with that object id, and whether the user exists.
func (s *SignIn) User(objectID string) (upn, role string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.directory.Users[objectID]
	if u == nil {
		return "", "", false
	}
	return u.UPN, u.Role, true
}

func (s *SignIn) app(clientID string) *app {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.directory.Apps[strings.ToLower(clientID)]
}

// Key returns the public key of a token that this server has signed. It is a jwt.Keyfunc.
func (s *SignIn) Key(t *jwt.Token) (any, error) {
	s.mu.Lock()
	keyID := s.directory.KeyID
	s.mu.Unlock()
	if t.Header["kid"] != keyID {
		return nil, errForeignKey
	}
	return &s.signingKey.PublicKey, nil
}

// authorityOf returns the server's URL from the client's point of view, because MSAL compares it
// with the issuer.
func (s *SignIn) authorityOf(r *http.Request) string {
	if harness.IsLoopback(r.Host) {
		return "https://" + r.Host
	}
	return s.URL()
}

// shortestSecret is shorter than any secret of the emulator. A shorter text in place of a secret
// could appear in any log by chance.
const shortestSecret = 16

// remember records a secret for IssuedSecrets, and returns it.
func (s *SignIn) remember(secret string) string {
	if len(secret) >= shortestSecret {
		s.secrets[secret] = true
	}
	return secret
}

// writeSignInError writes the error with the ids and the time that Entra ID adds.
func (s *SignIn) writeSignInError(w http.ResponseWriter, r *http.Request, e *signInError) {
	correlationID := r.Header.Get("Client-Request-Id")
	if _, err := uuid.Parse(correlationID); err != nil {
		correlationID = uuid.NewString()
	}
	traceID := uuid.NewString()
	timestamp := s.world.Now().UTC().Format("2006-01-02 15:04:05Z")
	body := map[string]any{
		"error": e.code,
		"error_description": fmt.Sprintf("AADSTS%d: %s\r\nTrace ID: %s\r\nCorrelation ID: "+
			"%s\r\nTimestamp: %s",
			e.aadsts, e.text, traceID, correlationID, timestamp),
		"error_codes":    []int{e.aadsts},
		"timestamp":      timestamp,
		"trace_id":       traceID,
		"correlation_id": correlationID,
		"error_uri":      fmt.Sprintf("%s/error?code=%d", s.authorityOf(r), e.aadsts),
	}
	if e.suberror != "" {
		body["suberror"] = e.suberror
	}
	if e.claims != "" {
		body["claims"] = e.claims
	}
	harness.WriteJSON(w, e.status, body)
}
