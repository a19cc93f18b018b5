// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"io"
	"net/http"
	"net/url"
)

func serveDevicePage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!DOCTYPE html>\n<title>Sign in</title>\n<form method=\"POST\">\n"+
		"<label>Code <input name=\"user_code\" autofocus></label>\n<button>Sign in</button></form>\n")
}

func (e endpoint) serveDeviceForm(w http.ResponseWriter, r *http.Request) {
	servePost(w, r, func(body []byte) error {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return err
		}
		return e.Tenant.ApproveDevice(form.Get("user_code"))
	})
}
