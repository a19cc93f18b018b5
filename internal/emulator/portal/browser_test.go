// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/browser"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

// seeded returns an emulator whose pages always look the same.
func seeded(t *testing.T) visitor {
	t.Helper()
	day := time.Date(2026, 1, 16, 9, 30, 0, 0, time.UTC)
	return visitor{emulatortest.Start(t, func(o *emulator.Options) {
		o.PlainHTTPAPI, o.Now = true, func() time.Time { return day }
		o.Seed = emulator.Seed{Events: 12, Subscriptions: 4, Customers: 3, Random: 1, Base: day}
	})}
}

// This test creates the picture of the guide: PICTURES is the folder for pictures.
func TestPortal_InABrowser(t *testing.T) {
	t.Parallel()
	v := seeded(t)
	alert := v.Server.Events()[0]
	page := strings.TrimSuffix(v.Server.PortalURL(), "/")
	v.List("")
	v.Resolve(alert.SubscriptionID, "Fraud", "no such event")
	v.Server.AddFault(emulator.Fault{Kind: emulator.KindToken, Status: http.StatusBadGateway})
	hostile := emulator.NewEvent(alert.SubscriptionID, strings.Repeat("W", 300))
	fill(&hostile, strings.Repeat("W", 300)+"<script>throw new Error('odd')</script>")
	hostile.SubscriptionID = alert.SubscriptionID

	b := browser.Open(t)
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1280}, {"dark", 1280}, {"light", 390}} {
		b.Look(look.width, 800, look.scheme)
		paths := []string{"/", eventPage(alert.EventID), "/_portal/new", "/_portal/faults",
			"/_portal/calls", "/_portal/activity", "/_portal/azure", "/_portal/budgets",
			"/_portal/webhook", "/_portal/score", eventPage(hostile.EventID), "/?text=WW",
			"/_portal/activity?text=WW", "/_portal/azure?", "/_portal/budgets?"}
		for _, path := range paths {
			if path == eventPage(hostile.EventID) {
				v.Server.Inject(hostile)
			}
			b.Goto(page + path)
			if n := browser.Eval[int64](b, "document.documentElement.scrollWidth"); n > look.width {
				t.Errorf("%v: %.40s is %d wide", look, path, n)
			}
			dark := browser.Eval[string](b, "getComputedStyle(document.body).backgroundColor")
			if (dark == "rgb(13, 17, 23)") != (look.scheme == "dark") {
				t.Errorf("%v: %s has the background %s", look, path, dark)
			}
			if path == "/" && look.width == 1280 && look.scheme == "light" {
				keepPicture(t, b)
			}
		}
		expect.NoError(t, v.Server.Remove(hostile.EventID))
	}
	expect.Equal(t, "problems", 0, len(b.Problems()))
	for _, request := range b.Requests() {
		if !strings.HasPrefix(request, page+"/") {
			t.Errorf("the portal requests %s", request)
		}
	}
}

func keepPicture(t *testing.T, b *browser.Browser) {
	t.Helper()
	folder := os.Getenv("PICTURES")
	if folder == "" {
		return
	}
	content, _ := b.Screenshot()
	expect.NoError(t, os.WriteFile(filepath.Join(folder, "portal.png"), content, 0o600))
}

// Everything works without a mouse and without scripts.
func TestPortal_WorksByKeyboardInABrowser(t *testing.T) {
	t.Parallel()
	v := visit(t)
	b := browser.Open(t)
	b.Goto(v.Server.PortalURL())
	const enter = "\r"
	until := func(expression, want string) {
		t.Helper()
		expect.Eventually(t, want, func() bool {
			return strings.HasPrefix(browser.Eval[string](b,
				`document.readyState === "complete" ? `+expression+` : ""`), want)
		})
	}
	const notice = `(document.querySelector("[role=status]")?.innerText ?? "")`
	b.Press("ol.list a", enter)
	until("document.title", "Virtual machine")
	b.Press("button[value=Investigating]", enter)
	until(notice, "The alert has its new status.")
	if e, _ := v.Server.Event(eventA1); e.EventStatus != "Investigating" {
		t.Errorf("the alert is %s", e.EventStatus)
	}
	b.Press(`nav a[href="/_portal/faults"]`, enter)
	until("document.title", "Faults")
	b.Press("main form button", " ")
	until(notice, "The fault is on.")
	expect.Equal(t, "faults", 1, len(v.Server.PendingFaults()))
	for _, path := range []string{"", "_portal/new", "_portal/faults", "_portal/activity",
		"_portal/azure", "_portal/budgets", "_portal/webhook", eventPage(eventA1)[1:]} {
		b.Goto(v.Server.PortalURL() + path)
		unlabelled := browser.Eval[int64](b, `[...document.querySelectorAll(`+
			`"input:not([type=hidden]),select")].filter(e => !e.labels.length).length`)
		expect.Equal(t, path+": fields without a label", 0, unlabelled)
	}
	expect.Equal(t, "problems", 0, len(b.Problems()))
}
