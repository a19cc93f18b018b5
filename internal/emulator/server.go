// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Server is a running emulator. Its methods are safe for concurrent use.
type Server struct {
	entra.Tenant      // the actions of tests and people in the sign-in server
	*harness.Faults   // makes calls fail
	*harness.Recorder // reports the calls of clients

	opts       Options
	folder     *disk.Folder
	ca         *authority
	tempDir    string // removed by Close
	bundlePath string

	world   *world.World
	harness *harness.Harness
	signIn  *entra.SignIn
	api     *partnercenter.API

	webhooks *webhooks.Window
	graph    *graph.Window

	https   net.Listener
	plain   net.Listener // nil without a plain HTTP listener
	servers []*http.Server
	serving sync.WaitGroup

	onPage atomic.Pointer[func(subscriptionID string, page int)]

	mu        sync.Mutex // guards the fields below
	behaviour Behaviour

	closeOnce    sync.Once
	closeOutcome error
}
