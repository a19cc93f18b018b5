// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindRegistration = "webhook-registration" // GET
	KindRegister     = "webhook-register"     // POST or PUT
	KindEventNames   = "webhook-event-names"
	KindTest         = "webhook-test"        // POST
	KindTestResult   = "webhook-test-result" // GET
)

// Config configures the window.
type Config struct {
	World     *world.World
	Harness   *harness.Harness
	Folder    *disk.Folder
	Behaviour func() Behaviour // the present time

	APIURL         func() string // the base URL of links in payloads
	CertificateURL func() string // the base URL of the certificate
}

// Window serves the registration and delivers events.
type Window struct {
	Config

	root   root
	signer func() (*signer, error) // made at the first use, because an RSA key takes long

	ctx     context.Context //nolint:containedctx // of all deliveries, until Close
	stop    context.CancelFunc
	sending sync.WaitGroup

	mu      sync.Mutex // guards the fields below
	closed  bool
	tests   []time.Time    // of the last tests
	before  *world.Webhook // what GET still shows
	lagging int            // number of further GETs that show it
}

// Open returns the window. Start begins to deliver.
func Open(config Config) (*Window, error) {
	w := &Window{Config: config}
	var err error
	if w.root, err = loadRoot(config.Folder); err != nil {
		return nil, err
	}
	w.signer = sync.OnceValues(func() (*signer, error) { return newSigner(w.root) })
	w.ctx, w.stop = context.WithCancel(context.Background())
	return w, nil
}

// RootPEM returns the certificate of the CA that issues the signing certificate.
func (w *Window) RootPEM() []byte { return w.root.certPEM }

// Start delivers what happens from now on, and what was on its way when the emulator stopped.
func (w *Window) Start() {
	_, deliveries := w.World.Webhooks().Get()
	for _, d := range deliveries {
		if d.State == world.DeliveryRunning {
			w.send(d)
		}
	}
	w.World.Subscribe(w.notify)
	w.World.Budgets().OnExceeded(w.notifyExceeded)
}

// Close ends all deliveries.
func (w *Window) Close() {
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	w.stop()
	w.sending.Wait()
}

// Routes returns the operations of the API.
func (w *Window) Routes() []partnercenter.Route {
	const root = "/webhooks/v1/registration"
	routes := []partnercenter.Route{
		{Kind: KindEventNames, Method: http.MethodGet, Path: root + "/events", Serve: w.eventNames},
		{Kind: KindRegistration, Method: http.MethodGet, Path: root, Serve: w.read},
		{Kind: KindRegister, Method: http.MethodPost, Path: root, Serve: w.create},
		{Kind: KindRegister, Method: http.MethodPut, Path: root, Serve: w.replace},
		{Kind: KindTest, Method: http.MethodPost, Path: root + "/validationEvents", Serve: w.test},
		{Kind: KindTestResult, Method: http.MethodGet, Path: root + "/validationEvents/*",
			Serve: w.testResult},
	}
	for i := range routes {
		routes[i].AppOnly = true
		routes[i].Roles = []string{world.RoleAdminAgent, "BillingAdmin", "SalesAgent", "HelpdeskAgent",
			"GlobalAdmin"}
	}
	return routes
}
