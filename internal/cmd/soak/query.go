// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// queried is a list block, and what a query has found.
type queried struct {
	subscription string   // empty: any
	statuses     []string // empty: any
	limit        int
	generates    bool // configuration, which is then planned

	found map[string][]string // display names, by event; of generated configuration, import blocks
	size  int                 // all results, also those of other events
	plan  []string            // what the plan of generated configuration does besides importing
}

func (q *queried) block() string {
	var filters []string
	if q.subscription != "" {
		filters = append(filters, fmt.Sprintf("    subscription_id = %q", q.subscription))
	}
	if len(q.statuses) > 0 {
		var quoted []string
		for _, status := range q.statuses {
			quoted = append(quoted, strconv.Quote(status))
		}
		filters = append(filters, "    statuses = ["+strings.Join(quoted, ", ")+"]")
	}
	return fmt.Sprintf("list %q \"some\" {\n  provider = partnercenter\n  limit    = %d\n"+
		"  config {\n%s\n  }\n}\n", singular, q.limit, strings.Join(filters, "\n"))
}

func (q *queried) matches(event string, m moment) bool {
	return m.listed && (q.subscription == "" || subscriptionOf(event) == q.subscription) &&
		(len(q.statuses) == 0 || slices.Contains(q.statuses, m.standing.Status))
}

// query lists events with terraform query, under faults, moves, and signals. Its folder has no
// state.
func (g *game) query(ctx context.Context, r *rand.Rand) (*observation, error) {
	g.config.readOnly, g.config.maxRetries, g.config.timeout = false, manyRetries, g.patience()
	q := &queried{limit: pick(r, 1000, 1000, 3), generates: r.IntN(3) == 0}
	if r.IntN(2) == 0 {
		q.subscription = g.events[r.IntN(len(g.events))].subscription
	}
	for _, status := range []string{active, investigating, resolved} {
		if r.IntN(3) == 0 {
			q.statuses = append(q.statuses, status)
		}
	}
	g.say("query %q, statuses %v, limit %d", q.subscription, q.statuses, q.limit)
	dir, err := g.queryFolder(q)
	if err != nil {
		return nil, err
	}
	o, err := g.begin()
	if err != nil {
		return nil, err
	}
	o.queried, o.faults = q, g.addFaults(r)
	o.plan = &savedPlan{began: time.Now(), refreshed: true, unsettled: g.unsettled,
		misled: slices.Contains(o.faults, unknownSubscription)}
	if err := g.runQuery(ctx, o, dir, g.pickDuring(r)); err != nil {
		return nil, err
	}
	return o, g.finish(ctx, o)
}

// queryFolder creates a folder with a provider block and the list block.
func (g *game) queryFolder(q *queried) (string, error) {
	dir, err := os.MkdirTemp(g.dir, "query-")
	if err != nil {
		return "", err
	}
	content, err := json.Marshal(object{"terraform": requiredProviders(),
		"provider": g.config.provider(g.auditLog())})
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "main.tf.json"), content, 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "some.tfquery.hcl"), []byte(q.block()), 0o600)
	}
	return dir, err
}

func (g *game) runQuery(ctx context.Context, o *observation, dir string, d during) (err error) {
	q := o.queried
	how := "-json"
	if q.generates {
		how = "-generate-config-out=generated.tf"
	}
	o.planning, err = g.commandIn(ctx, dir, d, "query", how)
	g.service.ClearFaults()
	switch {
	case err != nil || !o.planning.ok():
		return err
	case q.generates:
		return g.planGenerated(ctx, o, dir)
	default:
		return q.read(o.planning.output, g.config.event)
	}
}

// read reads the results of a query with -json.
func (q *queried) read(output string, event func(string) string) error {
	q.found = map[string][]string{}
	for _, text := range strings.Split(output, "\n") {
		var line struct {
			Found *struct {
				Name     string `json:"display_name"`
				Identity values `json:"identity"`
			} `json:"list_resource_found"`
		}
		if !strings.HasPrefix(text, "{") {
			continue // a warning about dev_overrides
		}
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			return fmt.Errorf("a line of the query: %w: %s", err, text)
		}
		if line.Found != nil {
			id := event(line.Found.Identity.EventID)
			q.found[id] = append(q.found[id], line.Found.Name)
			q.size++
		}
	}
	return nil
}

// planGenerated plans the generated configuration.
func (g *game) planGenerated(ctx context.Context, o *observation, dir string) (err error) {
	_, err = os.Stat(filepath.Join(dir, "generated.tf"))
	if errors.Is(err, os.ErrNotExist) {
		o.queried.found = map[string][]string{} // Terraform writes no file without a result
		return nil
	}
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "plan")
	o.again, err = g.commandIn(ctx, dir, during{}, "plan", "-input=false", "-out="+file)
	if err != nil || !o.again.ok() {
		return err
	}
	text, err := g.showIn(ctx, dir, file)
	if err != nil {
		return err
	}
	return o.queried.readPlan(text, g.config.event)
}

func (q *queried) readPlan(text []byte, event func(string) string) error {
	var content struct {
		Changes []struct {
			resourceChange
			Change struct {
				Actions   []string `json:"actions"`
				Importing *struct{}
				After     *values `json:"after"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return err
	}
	q.found = map[string][]string{}
	for _, c := range content.Changes {
		if c.Change.Importing == nil || !slices.Equal(c.Change.Actions, []string{"no-op"}) {
			q.plan = append(q.plan, fmt.Sprintf("%s: %v", c.Address, c.Change.Actions))
		}
		if c.Change.After != nil {
			id := event(c.Change.After.EventID)
			q.found[id] = append(q.found[id], c.Change.After.standing().String())
			q.size++
		}
	}
	return nil
}
