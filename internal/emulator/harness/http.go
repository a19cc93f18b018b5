// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
)

// WriteJSON writes a value that can always be encoded. It ignores a closed connection.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("Pragma", "no-cache")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value)
}

// IsFromThisMachine reports whether a request comes from this machine and names it. A page whose
// own name resolves to this machine (DNS rebinding) sends another Host.
func IsFromThisMachine(r *http.Request) bool {
	return IsLoopback(r.RemoteAddr) && IsLoopback(r.Host)
}

// IsLoopback reports whether a host, with or without a port, names this machine.
func IsLoopback(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return name == "localhost" || ip != nil && ip.IsLoopback()
}
