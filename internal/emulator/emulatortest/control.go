// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulatortest

import "net/http"

// Control posts to the control endpoint.
func (c *Client) Control(path, body string) Reply {
	c.T.Helper()
	return c.sendWithoutToken(http.MethodPost, "/_emulator/"+path, body)
}

// ControlGet reads from the control endpoint.
func (c *Client) ControlGet(path string) Reply {
	c.T.Helper()
	return c.sendWithoutToken(http.MethodGet, "/_emulator/"+path, "").Expect(c.T, http.StatusOK, "")
}

func (c *Client) sendWithoutToken(method, path, body string) Reply {
	c.T.Helper()
	r := c.Request(method, path, body)
	r.Header.Del("Authorization")
	return c.Send(r)
}
