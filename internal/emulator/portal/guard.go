// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// maxForm exceeds the size of any form of the portal.
const maxForm = 64 << 10

// policy allows no script, frame, or picture, and nothing from elsewhere.
const policy = "default-src 'none'; style-src 'self'; form-action 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'"

// isOurs reports whether a request is for the portal.
func isOurs(r *http.Request) bool {
	path := r.URL.Path
	return path == home || path == icon || strings.HasPrefix(path, root)
}

// guard refuses other machines, and pages of other sites in a browser on this machine.
func guard(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		// With "no-referrer", browsers would send "Origin: null" with forms.
		header.Set("Referrer-Policy", "same-origin")
		header.Set("Cache-Control", "no-store")
		switch {
		case !harness.IsFromThisMachine(r):
			http.Error(w, "The portal is for this machine only: open it by 127.0.0.1 or localhost.",
				http.StatusForbidden)
		case crossOrigin.Check(r) != nil:
			http.Error(w, "The portal takes no forms from other sites.", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// isOwnForm reports whether one of the portal's pages sent this form.
func (p *Portal) isOwnForm(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.PostForm.Get("token")), []byte(p.token)) == 1
}
