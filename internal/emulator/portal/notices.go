// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import "net/url"

// done returns the address of a page that reports the result. The notices are in notice.
func done(path, what string, query ...string) string {
	values := url.Values{"done": {what}}
	for i := 0; i+1 < len(query); i += 2 {
		values.Set(query[i], query[i+1])
	}
	return path + "?" + values.Encode()
}

// notice returns the text for a completed action; "" for any other word.
func notice(what string) string {
	return map[string]string{
		"decided":   "The alert has its new status.",
		"aged-out":  "The alert has aged out. Listings no longer contain it.",
		"cancelled": "The subscription is canceled: all its alerts are Resolved (Fraud).",
		"raised":    "Microsoft has raised this alert.",
		"budget":    "The customer has its new budget.",
		"cost":      "Microsoft counts the new cost.",
		"fault":     "The fault is on.",
		"no-fault":  "The fault is off.",
		"forgotten": "The emulator has forgotten the calls up to now.",
	}[what]
}
