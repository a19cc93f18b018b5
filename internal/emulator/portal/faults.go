// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// preset is a fault that the portal offers. Its kind and times come from the form, unless only one
// kind makes sense.
type preset struct {
	Name, Text string
	fault      harness.Fault
}

func (p *Portal) presets() []preset {
	return []preset{
		{"throttled", "429: throttled, retry after 5 seconds",
			harness.Fault{Status: http.StatusTooManyRequests, RetryAfter: "5"}},
		{"error", "500: internal error", harness.Fault{Status: http.StatusInternalServerError}},
		{"down", "503: down, with a page in place of JSON",
			harness.Fault{Status: http.StatusServiceUnavailable, HTML: true}},
		{"timeout", "504: the gateway gives up, but the call takes effect",
			harness.Fault{Status: http.StatusGatewayTimeout, AfterEffect: true}},
		{"lost", "The reply is lost, but the call takes effect",
			harness.Fault{Drop: true, AfterEffect: true}},
		{"broken", "The connection breaks before the call takes effect", harness.Fault{Drop: true}},
		{"half", "The connection breaks in the middle of the reply", harness.Fault{Truncate: true}},
		{"slow", "The reply takes 5 seconds", harness.Fault{Delay: 5 * time.Second}},
		{"forbidden", "403: the user lacks the role", harness.Fault{Status: http.StatusForbidden}},
		{"mfa", "AADSTS50076: the sign-in requires MFA",
			harness.Fault{Kind: p.SignIn, AADSTS: 50076}},
		{"expired", "AADSTS700082: the refresh token has expired",
			harness.Fault{Kind: p.SignIn, AADSTS: 700082}},
	}
}

func (p *Portal) addFault(form url.Values) (string, error) {
	presets := p.presets()
	i := slices.IndexFunc(presets, func(one preset) bool { return one.Name == form.Get("fault") })
	times, err := strconv.Atoi(form.Get("times"))
	if i < 0 || err != nil {
		return "", errors.New("choose a fault, and how many calls it affects")
	}
	fault := presets[i].fault
	fault.Kind, fault.Times = cmp.Or(fault.Kind, form.Get("kind")), times
	p.Harness.AddFault(fault)
	return done(root+"faults", "fault"), nil
}

// kindName returns a kind's name for people.
func (p *Portal) kindName(kind string) string {
	for _, known := range p.Kinds {
		if known.Kind == cmp.Or(kind, harness.KindAny) {
			return known.Name
		}
	}
	return kind
}

// effect describes the effect of a fault, whoever has added it.
func effect(f harness.PendingFault) string {
	var parts []string
	add := func(when bool, format string, args ...any) {
		if when {
			parts = append(parts, fmt.Sprintf(format, args...))
		}
	}
	add(f.Delay > 0, "wait %s", f.Delay)
	add(f.AfterEffect, "the call takes effect")
	add(f.Status != 0, "%d %s", f.Status, http.StatusText(f.Status))
	add(f.AADSTS != 0, "AADSTS%d", f.AADSTS)
	add(f.Code != "", "code %s", f.Code)
	add(f.RetryAfter != "", "Retry-After: %s", f.RetryAfter)
	add(f.HTML, "a page in place of JSON")
	add(f.Body != "", "another body")
	add(f.Empty, "no body")
	add(f.Drop, "the connection breaks without a reply")
	add(f.Truncate, "the connection breaks in the middle of the reply")
	return cmp.Or(strings.Join(parts, ", "), "no effect")
}

// left returns how many more calls a fault affects.
func left(f harness.PendingFault) string {
	switch {
	case f.Times < 0:
		return "every call"
	case f.Times == 1:
		return "one call"
	default:
		return fmt.Sprintf("%d calls", f.Times)
	}
}
