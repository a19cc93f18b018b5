// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package browser_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/browser"
)

// A helper that detects nothing would let every page pass.
func TestBrowser_NoticesProblemsAndRequests(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/" {
			_, _ = w.Write([]byte(`<button onclick="document.title='pressed'">B</button>` +
				`<img src="/gone.png"><script>throw new Error("odd")</script>`))
			return
		}
		w.WriteHeader(http.StatusNotFound)
	}))
	t.Cleanup(server.Close)
	b := browser.Open(t)
	b.Look(320, 200, "dark")
	b.Goto(server.URL)
	b.Press("button", " ")
	if got := browser.Eval[string](b, "document.title"); got != "pressed" {
		t.Errorf("the title is %q", got)
	}
	if !browser.Eval[bool](b, "matchMedia('(prefers-color-scheme: dark)').matches") {
		t.Error("the page is not dark")
	}
	if _, picture := b.Screenshot(); picture.Bounds().Dx() != 320 {
		t.Errorf("the picture is %v", picture.Bounds())
	}
	if got := strings.Join(b.Problems(), "\n"); !strings.Contains(got, "odd") ||
		!strings.Contains(got, "404") {
		t.Errorf("the problems are %q", got)
	}
	if got := strings.Join(b.Requests(), " "); !strings.Contains(got, "/gone.png") {
		t.Errorf("the requests are %q", got)
	}
}
