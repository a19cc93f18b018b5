// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
)

// applied returns the lines about tried decisions.
func (o *observation) applied() []auditLine {
	return slices.DeleteFunc(slices.Clone(o.audit),
		func(l auditLine) bool { return l.Phase != "apply" })
}

// missingAuditLines finds writes that took effect, and decisions of a successful apply, without a
// line. A killed provider cannot write one.
func missingAuditLines(o *observation) []string {
	if o.killed() || o.applying == nil {
		return nil
	}
	var all []string
	for event, moments := range o.game.history.all() {
		for _, m := range moments {
			if !m.ours || m.at.Before(o.applying.began) {
				continue
			}
			if !slices.ContainsFunc(o.applied(), func(l auditLine) bool {
				return l.about(event, m.standing) && (l.Result == "written" || l.Result == "unconfirmed")
			}) {
				all = append(all, fmt.Sprintf("%s became %s: the lines are %v", o.game.name(event),
					m.standing, o.audit))
			}
		}
	}
	for _, i := range o.plan.intents {
		if !o.applying.ok() || i.action == "delete" || !i.writes() {
			continue
		}
		if !slices.ContainsFunc(o.applied(),
			func(l auditLine) bool { return l.about(i.event, i.target) }) {
			all = append(all, fmt.Sprintf("%s was decided as %s", o.game.name(i.event), i.target))
		}
	}
	return all
}

// surplusAuditLines finds more lines than intents.
func surplusAuditLines(o *observation) []string {
	type subject struct {
		event string
		to    standing
	}
	most := map[subject]int{}
	for _, i := range o.plan.intents {
		most[subject{i.event, i.target}]++
	}
	var all []string
	for _, l := range o.applied() {
		if l.To == nil {
			all = append(all, fmt.Sprintf("a line has no decision: %+v", l))
			continue
		}
		about := subject{l.EventID, standing(*l.To)}
		if most[about]--; most[about] < 0 {
			all = append(all, fmt.Sprintf("%s to %s, %s", o.game.name(l.EventID), about.to, l.Result))
		}
	}
	return all
}

// untrueAuditLines finds lines that contradict the writes. An object can adopt what another one of
// the same plan has written: then that one has the line of the write.
func untrueAuditLines(o *observation) []string {
	var all []string
	for _, l := range o.applied() {
		if l.To == nil {
			continue
		}
		sent := slices.ContainsFunc(o.writes(), func(w write) bool {
			return w.target == standing(*l.To) && slices.Contains(w.ids, l.EventID)
		})
		switch {
		case (l.API == graph) != (o.game.config.api == graph):
			all = append(all, fmt.Sprintf("%s names the API %q", l, l.API))
		case l.Result == "written" && !sent:
			all = append(all, fmt.Sprintf("%s was never sent", o.game.name(l.EventID)))
		case (l.Result == "adopted" || l.Result == "recorded") && sent && !o.hasLineOfWrite(l):
			all = append(all, fmt.Sprintf("%s was sent, but the line says %s", o.game.name(l.EventID),
				l.Result))
		}
	}
	return all
}

// hasLineOfWrite reports whether another line has the write of the same decision.
func (o *observation) hasLineOfWrite(l auditLine) bool {
	return slices.ContainsFunc(o.applied(), func(other auditLine) bool {
		return other.about(l.EventID, standing(*l.To)) && other.Result != "adopted" &&
			other.Result != "recorded"
	})
}
