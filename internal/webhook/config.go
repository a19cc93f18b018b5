// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"log/slog"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	maxBody        = 1 << 20 // bytes
	headerTime     = 5 * time.Second
	readTime       = 10 * time.Second
	workTime       = 2 * time.Minute // to list events and to hand them on
	keptDeliveries = 10_000

	readsTogether = 64 // which limits the memory for bodies that are not yet verified
	worksTogether = 16
)

// Lister lists fraud events, newest first. It cannot write.
type Lister interface {
	Search(ctx context.Context, f fraud.Filter) ([]fraud.Event, error)
}

// Config configures a receiver.
type Config struct {
	Certificates *Certificates
	Lister       Lister
	HandOn       HandOn
	BaseURL      string // of Partner Center's API, which alerts name
	EventsURL    string // of the API that lists events, and their source; default BaseURL
	Log          *slog.Logger
}

// limits are the times that a sender has.
type limits struct{ header, read time.Duration }
