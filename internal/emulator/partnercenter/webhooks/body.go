// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// parse reads the body of a registration strictly.
func (w *Window) parse(c partnercenter.Call) (world.Webhook, *partnercenter.Refusal) {
	var out world.Webhook
	if kind, _, err := mime.ParseMediaType(c.Request.Header.Get("Content-Type")); err != nil ||
		kind != "application/json" {
		return out, &partnercenter.Refusal{Status: http.StatusUnsupportedMediaType, Code: "415",
			Description: "The request body must be application/json."}
	}
	members, refusal := object(c.Request.Body)
	if refusal != nil {
		return out, refusal
	}
	for name, raw := range members {
		var err error
		switch strings.ToLower(name[:min(1, len(name))]) + name[min(1, len(name)):] {
		case "webhookUrl":
			err = json.Unmarshal(raw, &out.URL)
		case "webhookEvents":
			err = json.Unmarshal(raw, &out.Events)
		case "signatureTokenToMsSignatureHeader":
			err = json.Unmarshal(raw, &out.MSSignatureHeader)
		default:
			return out, partnercenter.InvalidProperty("The property " + name + " is not known.")
		}
		if err != nil {
			return out, partnercenter.InvalidProperty("The property " + name + " has the wrong type.")
		}
	}
	return out, w.check(out)
}

func object(body io.Reader) (map[string]json.RawMessage, *partnercenter.Refusal) {
	text, err := io.ReadAll(body)
	if err != nil {
		return nil, partnercenter.BadRequest("800002", "The request body could not be read.")
	}
	var members map[string]json.RawMessage
	if err := json.NewDecoder(bytes.NewReader(text)).Decode(&members); err != nil || members == nil {
		return nil, partnercenter.BadRequest("800002", "The request body is not a JSON object.")
	}
	return members, nil
}

func (w *Window) check(r world.Webhook) *partnercenter.Refusal {
	b := w.Behaviour()
	u, err := url.Parse(r.URL)
	if err != nil || u.Host == "" {
		return partnercenter.InvalidProperty("WebhookUrl is not an absolute URL.")
	}
	plain := u.Scheme == "http" && (b.WebhookPlainHTTP || isLoopback(u.Hostname()))
	if u.Scheme != "https" && !plain {
		return partnercenter.InvalidProperty("WebhookUrl must use https.")
	}
	if len(r.Events) == 0 && !b.WebhookEmptyList {
		return partnercenter.InvalidProperty("WebhookEvents is empty.")
	}
	seen := map[string]bool{}
	for _, name := range r.Events {
		folded := strings.ToLower(name)
		known := slices.ContainsFunc(EventNames(),
			func(known string) bool { return strings.EqualFold(known, name) })
		switch {
		case !known && !b.WebhookUnknownEvents:
			return partnercenter.InvalidProperty("The event " + name + " is not known.")
		case seen[folded]:
			return partnercenter.InvalidProperty("The event " + name + " is given twice.")
		}
		seen[folded] = true
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
