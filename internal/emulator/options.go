// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import "time"

// Options configures an emulator. The zero value is an empty emulator in memory on a free port.
type Options struct {
	// Addr is the host and port of the HTTPS listener, which serves the sign-in, the API, the portal,
	// and the control endpoint. Empty means "127.0.0.1:0", a free port. It must be a loopback address.
	Addr string

	// APIAddr is the host and port of a second listener that serves the API and the portal over
	// plain HTTP. Loopback only.
	APIAddr string

	// PlainHTTPAPI starts that second listener on a free loopback port when APIAddr is empty.
	PlainHTTPAPI bool

	// DataDir stores the state, the CA, and the keys across restarts. It is created if missing, and
	// used by one emulator at a time. Empty keeps everything in memory.
	DataDir string

	// Seed creates events at the first start. It is ignored if DataDir already has state.
	Seed Seed

	// Latency is added to every API and sign-in call.
	Latency time.Duration

	// Now is the clock; nil means time.Now.
	Now func() time.Time

	// OnRequest, if set, is called after each API and sign-in call. It must be safe for concurrent
	// use.
	OnRequest func(Request)
}

func (o Options) withDefaults() Options {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	if o.APIAddr == "" && o.PlainHTTPAPI {
		o.APIAddr = "127.0.0.1:0"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
