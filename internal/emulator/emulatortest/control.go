// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulatortest

import "net/http"

// Control posts to the control endpoint.
func (c *Client) Control(path, body string) Reply {
	c.T.Helper()
	r := c.Request(http.MethodPost, "/_emulator/"+path, body)
	r.Header.Del("Authorization")
	return c.Send(r)
}

// ControlGet reads from the control endpoint.
func (c *Client) ControlGet(path string) Reply {
	c.T.Helper()
	r := c.Request(http.MethodGet, "/_emulator/"+path, "")
	r.Header.Del("Authorization")
	return c.Send(r).Expect(c.T, http.StatusOK, "")
}
