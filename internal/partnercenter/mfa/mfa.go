// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package mfa reads what Partner Center knows about multi-factor authentication in the partner's
// tenant (docs-dev/respond.md, MFA status; parity: mfa-users-wrapped, mfa-apps-bare). Its calls
// need a signed-in user.
package mfa

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Client reads the two lists.
type Client struct{ calls *partnercenter.Client }

// New returns a client.
func New(calls *partnercenter.Client) *Client { return &Client{calls: calls} }

// Principal is a user who signed in without MFA.
type Principal struct {
	ObjectID, TenantID, UserPrincipalName string

	LastRequest time.Time // the last one without MFA; zero if unknown
}

// Application is the use of MFA by an app's users.
type Application struct {
	ID, Name string // the name is often empty

	MFARequests, AllRequests int64
}

func call(operation, list string) partnercenter.Call {
	return partnercenter.Call{
		Area:      partnercenter.Area{Name: "lists of MFA use", Advise: advise},
		Operation: operation, Method: http.MethodGet, Path: []string{"v1", list},
	}
}

func advise(e *partnercenter.Error) anatomy.Text {
	switch e.StatusCode {
	case http.StatusBadRequest: // the call has no values of the user
		return anatomy.Say("Report this to the authors of the provider. Partner Center does not accept " +
			"the request.")
	case http.StatusNotFound:
		return partnercenter.AdviseOnAddress(e.Area.Name)
	}
	return nil
}

// Principals returns the users without MFA, in the order of the service.
func (c *Client) Principals(ctx context.Context) ([]Principal, error) {
	type printed struct {
		ObjectID          partnercenter.Text `json:"objectId"`
		TenantID          partnercenter.Text `json:"tenantId"`
		UserPrincipalName partnercenter.Text `json:"upn"`
		LastRequest       partnercenter.Text `json:"lastNonMfaCompliantRequestDateTime"`
		LastLogin         partnercenter.Text `json:"lastNonMfaCompliantLoginDateTime"` // the table's name
	}
	all, err := list[printed](ctx, c,
		call("list users without MFA", "nonMfaCompliantPartnerPrincipals"))
	principals := make([]Principal, len(all))
	for i, p := range all {
		last := p.LastRequest
		if last == "" {
			last = p.LastLogin
		}
		principals[i] = Principal{ObjectID: string(p.ObjectID), TenantID: string(p.TenantID),
			UserPrincipalName: string(p.UserPrincipalName),
			LastRequest:       partnercenter.ParseTime(string(last))}
	}
	return principals, err
}

// Applications returns the use of MFA by app. The service prints a number for each app and day.
// They are added up here.
func (c *Client) Applications(ctx context.Context) ([]Application, error) {
	type printed struct {
		ID          partnercenter.Text `json:"applicationId"`
		Name        partnercenter.Text `json:"applicationName"`
		MFARequests number             `json:"mfaCompliantRequestCount"`
		AllRequests number             `json:"totalRequestCount"`
	}
	all, err := list[printed](ctx, c,
		call("list the MFA use of apps", "applicationmfaadoptionstatus"))
	var apps []Application
	places := map[string]int{}
	for _, p := range all {
		key := strings.ToLower(string(p.ID))
		place, known := places[key]
		if !known {
			place = len(apps)
			places[key] = place
			apps = append(apps, Application{ID: string(p.ID)})
		}
		app := &apps[place]
		if app.Name == "" {
			app.Name = string(p.Name)
		}
		app.MFARequests += int64(p.MFARequests)
		app.AllRequests += int64(p.AllRequests)
	}
	return apps, err
}

// mostRequests is more than any app makes in a day. The sum of all that a list can hold fits into
// an int64.
const mostRequests = 1e11

var errCount = errors.New("a number of requests is negative or too large")

// number decodes a whole number, which JSON may write as a text. Another value is an error, because
// a wrong number would be a false proof.
type number int64

func (n *number) UnmarshalJSON(raw []byte) error {
	text := jsonlist.AppendText(nil, raw)
	if len(text) == 0 {
		*n = 0
		return nil
	}
	if err := json.Unmarshal(text, (*int64)(n)); err != nil {
		return err
	}
	if *n < 0 || *n > mostRequests {
		return errCount
	}
	return nil
}

// list reads all elements of a list. A part of it would be a false proof.
func list[T any](ctx context.Context, c *Client, call partnercenter.Call) ([]T, error) {
	all := []T{}
	err := c.calls.Pages(ctx, call, func(page partnercenter.Page) error {
		items, err := partnercenter.Items[T](page)
		all = append(all, items...)
		return err
	})
	return all, err
}
