// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// action carries out a form's request. It returns the page to go to, which reports the result.
type action func(form url.Values) (next string, err error)

// perform redirects after the action, so that loading the page again does not repeat it.
func (p *Portal) perform(do action) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			p.problem(w, http.StatusBadRequest, "The form is not readable: "+err.Error())
			return
		}
		if !p.isOwnForm(r) {
			p.problem(w, http.StatusForbidden,
				"The form is not from this run of the emulator. Load the page again, and repeat.")
			return
		}
		next, err := do(r.PostForm)
		if err != nil {
			p.problem(w, http.StatusBadRequest, err.Error())
			return
		}
		http.Redirect(w, r, next, http.StatusSeeOther)
	}
}

func (p *Portal) decide(form url.Values) (string, error) {
	id := form.Get("event")
	by := cmp.Or(strings.TrimSpace(form.Get("by")), colleague)
	err := p.World.ChangeStatus(id, form.Get("status"), form.Get("reason"), by)
	return done(root+"event", "decided", "id", id), err
}

func (p *Portal) ageOut(form url.Values) (string, error) {
	return done(home, "aged-out"), p.World.Remove(form.Get("event"))
}

func (p *Portal) cancelSubscription(form url.Values) (string, error) {
	id := form.Get("event")
	e, ok := p.World.Event(id)
	if !ok {
		return "", fmt.Errorf("no such event: %q", id)
	}
	return done(root+"event", "cancelled", "id", id), p.World.CancelSubscription(e.SubscriptionID)
}

func (p *Portal) raise(form url.Values) (string, error) {
	subscription, err := uuid.Parse(strings.TrimSpace(form.Get("subscription")))
	if err != nil {
		return "", errors.New("the subscription must be a GUID")
	}
	id, err := p.World.Raise(subscription.String(), func(e *world.Event) {
		for name, field := range map[string]*string{
			"title": &e.DisplayName, "customer": &e.CustomerFriendlyName,
			"severity": &e.Severity, "type": &e.EventType,
		} {
			*field = cmp.Or(strings.TrimSpace(form.Get(name)), *field)
		}
	})
	return done(root+"event", "raised", "id", id), err
}

func (p *Portal) setBudget(form url.Values) (string, error) {
	amount, err := decimal(form.Get("amount"))
	if err != nil {
		return "", err
	}
	return done(root+"budgets", "budget"), p.forCustomer(form, func(id string) error {
		return p.World.Budgets().SetBudget(id, amount, world.Colleague(colleague), 0)
	})
}

func (p *Portal) spend(form url.Values) (string, error) {
	cost, err := decimal(form.Get("cost"))
	if err == nil && cost == "" {
		err = errors.New("the cost is missing")
	}
	if err != nil {
		return "", err
	}
	return done(root+"budgets", "cost"), p.forCustomer(form, func(id string) error {
		return p.World.Budgets().Spend(id, cost)
	})
}

func (p *Portal) forCustomer(form url.Values, do func(id string) error) error {
	id := form.Get("customer")
	if _, known := p.World.Budgets().Get(id); !known {
		return fmt.Errorf("no such customer: %q", id)
	}
	return do(id)
}

// decimal checks an amount of money. It may be missing.
func decimal(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text != "" && !regexp.MustCompile(`^\d{1,20}(\.\d{1,20})?$`).MatchString(text) {
		return "", fmt.Errorf("no amount: %q", text)
	}
	return text, nil
}

func (p *Portal) removeFault(form url.Values) (string, error) {
	number, err := strconv.Atoi(form.Get("number"))
	if err != nil {
		return "", errors.New("the fault has no number")
	}
	p.Harness.RemoveFault(number)
	return done(root+"faults", "no-fault"), nil
}

func (p *Portal) clearFaults(url.Values) (string, error) {
	p.Harness.ClearFaults()
	return done(root+"faults", "no-fault"), nil
}

func (p *Portal) forgetCalls(url.Values) (string, error) {
	p.Harness.ResetCounts()
	return done(root+"calls", "forgotten"), nil
}
