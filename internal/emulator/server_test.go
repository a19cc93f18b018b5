// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestClose_RemovesTheTemporaryCABundle(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	content, err := os.ReadFile(c.Server.CABundlePath())
	if err != nil || !bytes.HasPrefix(content, c.Server.CACertPEM()) {
		t.Errorf("the bundle: %v", err)
	}
	expect.NoError(t, c.Server.Close())
	if _, err := os.Stat(c.Server.CABundlePath()); !os.IsNotExist(err) {
		t.Errorf("the bundle is still there: %v", err)
	}
}

func TestStart_RefusesAddressesOffLoopback(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.7:0", "example.com:443",
		"nonsense"} {
		if _, err := emulator.Start(emulator.Options{Addr: addr}); err == nil {
			t.Errorf("%s: no error", addr)
		}
		if _, err := emulator.Start(emulator.Options{APIAddr: addr}); err == nil {
			t.Errorf("API on %s: no error", addr)
		}
	}
}

func TestStart_ServesOnEveryLoopbackName(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"localhost:0", "127.0.0.1:0", "[::1]:0"} {
		s, err := emulator.Start(emulator.Options{Addr: addr})
		if err != nil {
			if strings.Contains(addr, "::1") {
				continue // a machine without IPv6
			}
			t.Fatal(err)
		}
		c := emulatortest.NewClient(t, s)
		c.List("").Expect(t, http.StatusOK, "")
		expect.NoError(t, s.Close())
	}
}

func TestPlainHTTP_ServesTheAPIAlone(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t, func(o *emulator.Options) { o.PlainHTTPAPI = true })
	if !strings.HasPrefix(c.Server.BaseURL(), "http://127.0.0.1:") ||
		c.Server.BaseURL() == c.Server.HTTPSBaseURL() {
		t.Errorf("base URL %s", c.Server.BaseURL())
	}
	expect.Equal(t, "events", 3, len(c.List("").IDs(t)))
	for _, path := range []string{"/_emulator/secrets",
		"/" + c.Server.TenantID() + "/v2.0/.well-known/openid-configuration"} {
		c.Send(c.Request(http.MethodGet, path, "")).Expect(t, http.StatusNotFound, "1000")
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t, func(o *emulator.Options) {
		o.Seed = emulator.Seed{Events: 50, Subscriptions: 5}
		o.DataDir = t.TempDir()
	})
	done := make(chan error)
	const workers = 8
	for i := range workers {
		go func() {
			e := emulator.NewEvent(subA, uuid.NewString())
			c.Server.Inject(e)
			for range 5 {
				if _, err := c.Try(c.Request(http.MethodGet, "/v1/fraudEvents?EventStatus=Active",
					"")); err != nil {
					done <- err
					return
				}
				c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateLag = i % 2 })
				c.Server.RefreshToken()
			}
			done <- c.Server.ChangeStatus(e.EventID, "Resolved", "Fraud", "x")
		}()
	}
	for range workers {
		expect.NoError(t, <-done)
	}
	expect.Equal(t, "listings counted", workers*5, c.Server.Count(emulator.KindList))
}

// Each switch for an assumption appears in its window's list of assumptions.
func TestDoc_NamesEverySwitch(t *testing.T) {
	t.Parallel()
	for window, behaviour := range map[string]reflect.Type{
		"entra":         reflect.TypeFor[emulator.SignInBehaviour](),
		"partnercenter": reflect.TypeFor[emulator.APIBehaviour](),
		"graph":         reflect.TypeFor[emulator.GraphBehaviour](),
	} {
		doc := expect.Must(os.ReadFile(filepath.Join(window, "doc.go")))(t)
		listed := map[string]bool{}
		for _, brackets := range regexp.MustCompile(`\[[^\]]+\]`).FindAll(doc, -1) {
			for _, name := range regexp.MustCompile(`\w+`).FindAllString(string(brackets), -1) {
				listed[name] = true
			}
		}
		for _, field := range reflect.VisibleFields(behaviour) {
			if !listed[field.Name] {
				t.Errorf("%s/doc.go does not name %s in brackets", window, field.Name)
			}
		}
	}
}
