// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// connections logs senders whose text never becomes a request: the server answers them itself, or
// cuts them off.
type connections struct {
	log *slog.Logger

	mu   sync.Mutex // guards the field below
	open map[net.Conn]*connection
}

// connection says how far the present request has come.
type connection struct{ sent, reached atomic.Bool }

type connectionKey struct{}

func (c *connections) opened(ctx context.Context, on net.Conn) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[on] = &connection{}
	return context.WithValue(ctx, connectionKey{}, c.open[on])
}

func (c *connections) changed(on net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known := c.open[on]
	switch {
	case known == nil:
	case state == http.StateActive: // some text has arrived
		known.sent.Store(true)
		known.reached.Store(false)
	case state == http.StateClosed:
		delete(c.open, on)
		if known.sent.Load() && !known.reached.Load() {
			c.log.Warn("refused", "from", on.RemoteAddr().String(), "reason",
				"its header is too large, invalid, or did not arrive in full")
		}
	}
}

// handler marks the requests that it gets.
func (c *connections) handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if known, ok := r.Context().Value(connectionKey{}).(*connection); ok {
			known.reached.Store(true)
		}
		next.ServeHTTP(w, r)
	})
}
