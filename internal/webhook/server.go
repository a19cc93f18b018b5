// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/netutil"
)

const (
	maxHeader      = 16 << 10 // bytes
	maxConnections = 512
	idleTime       = time.Minute
	// graceTime is shorter than the 30 seconds that Kubernetes grants.
	graceTime = 20 * time.Second
)

// Serve serves until the context is done, and then finishes what it has begun. Without a TLS
// configuration it serves plain HTTP, for a proxy that ends TLS. It closes the receiver.
func (r *Receiver) Serve(ctx context.Context, on net.Listener, config *tls.Config) error {
	defer r.Close()
	open := &connections{log: r.Log, open: map[net.Conn]*connection{}}
	server := &http.Server{
		Handler:           open.handler(r.Handler()),
		ConnContext:       open.opened,
		ConnState:         open.changed,
		ReadHeaderTimeout: r.limits.header,
		ReadTimeout:       r.limits.read,
		WriteTimeout:      readTime + workTime + headerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(r.Log.Handler(), slog.LevelWarn),
	}
	on = netutil.LimitListener(on, maxConnections)
	if config != nil {
		on = tls.NewListener(on, config)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(on) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	r.Log.Info("stopping")
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		// Partner Center sends again what was not answered.
		r.Log.Warn("stopped before all deliveries were handed on")
		r.Close()
		err = server.Close()
	}
	if err == nil {
		r.Log.Info("stopped")
	}
	return err
}
