// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// untrueQueries finds events that a query has listed although they did not match, or left out
// although they did, all the time.
func untrueQueries(o *observation) []string {
	q := o.queried
	if q == nil || q.found == nil {
		return nil
	}
	var all []string
	if q.size > q.limit {
		all = append(all, fmt.Sprintf("%d results, limit %d", q.size, q.limit))
	}
	for _, e := range o.game.events {
		if what := o.untrueResult(e.id); what != "" {
			all = append(all, fmt.Sprintf("%s %s, it has been %v", e.name, what,
				o.game.history.since(e.id, o.plan.began, o.game.lag)))
		}
	}
	return all
}

func (o *observation) untrueResult(event string) string {
	q, names := o.queried, o.queried.found[event]
	moments := o.game.history.since(event, o.plan.began, o.game.lag)
	var matching []moment
	for _, m := range moments {
		if q.matches(event, m) {
			matching = append(matching, m)
		}
	}
	switch {
	case len(names) > 1:
		return fmt.Sprintf("is listed %d times", len(names))
	case len(names) == 1 && len(matching) == 0:
		return "is listed as " + names[0]
	case len(names) == 1 && !slices.ContainsFunc(matching, func(m moment) bool {
		return strings.Contains(names[0], m.standing.String())
	}):
		return "is called " + names[0]
	case len(names) == 0 && len(matching) == len(moments) && q.size < q.limit && !o.misled():
		return "is not listed"
	}
	return ""
}

// unsteadyQueries finds generated configuration that does more than to import, although nothing has
// moved.
func unsteadyQueries(o *observation) []string {
	if o.queried == nil || o.moved() || o.game.lag > 0 {
		return nil
	}
	return o.queried.plan
}

// surplusQueries finds a list block that took more than one listing. Graph may need another one, to
// find out whether it filters.
func surplusQueries(o *observation) []string {
	if o.queried == nil || !o.calm() {
		return nil
	}
	most := 1
	if o.game.config.api == graph {
		most = 2
	}
	if n := len(o.planning.looks); n > most {
		return []string{fmt.Sprintf("%d listings, want %d at the most", n, most)}
	}
	return nil
}

// changedStates finds a query that has changed the state.
func changedStates(o *observation) []string {
	if o.queried != nil && !bytes.Equal(o.before.text, o.after.text) {
		return []string{"the state has changed"}
	}
	return nil
}
