// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
)

// mostCompared bounds what looking for nearly the same ids costs for one listing: letter by letter
// takes about a microsecond for each pair, and a decisions file can hold thousands of wrong ids for
// a listing of thousands. What only writes an id in another way is found without comparing.
const mostCompared = 200_000

// nearIDs finds the listed id that a wrong one was probably meant to be. It is made at the first
// question, and serves all about its listing.
type nearIDs struct {
	mu       sync.Mutex
	ids      []string          // in order; nil before the first question
	plain    map[string]string // ids by their plain form
	compared int
}

// near is the listed id that is nearly the same as the key's; empty if there is none.
func (l *listing) near(key fraud.Key) string {
	n := l.similar
	if n == nil {
		return ""
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		n.learn(key.SubscriptionID, l.events)
	}
	if id, ok := n.plain[plainID(key.SubscriptionID, key.EventID)]; ok {
		return id
	}
	return n.closest(key.EventID)
}

func (n *nearIDs) learn(subscriptionID string, events map[string][]fraud.Event) {
	n.ids, n.plain = []string{}, map[string]string{}
	for _, id := range slices.Sorted(maps.Keys(events)) {
		listed := events[id][0].EventID
		n.ids = append(n.ids, listed)
		n.plain[plainID(subscriptionID, listed)] = listed
	}
}

// closest is the id that differs in the fewest letters.
func (n *nearIDs) closest(id string) string {
	ids := n.ids[:min(len(n.ids), mostCompared-n.compared)]
	n.compared += len(ids)
	return nearest.Of(id, ids, slipsIn(id))
}

// slipsIn is how many slips an id may differ by: with two, short ones would all be alike.
func slipsIn(id string) int {
	switch {
	case len(id) < 3:
		return 0
	case len(id) < 8:
		return 1
	default:
		return 2
	}
}

// plainID is an event's id without what gets lost or added when it is copied or typed: the case,
// the separators, the subscription's id that it begins with, and letters that look like others.
func plainID(subscriptionID, eventID string) string {
	id, prefix := plainText(eventID), plainText(subscriptionID)
	for len(id) > len(prefix) && prefix != "" && strings.HasPrefix(id, prefix) {
		id = id[len(prefix):]
	}
	return id
}

func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if r >= 0xFF01 && r <= 0xFF5E { // full width
			r = unicode.ToLower(r - 0xFF01 + '!')
		}
		r = cmp.Or(looksLike(r), r)
		if fraud.Unseen(r) != "" || unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) ||
			strings.ContainsRune("_.~{}\"'", r) {
			return -1
		}
		return r
	}, s)
}

// looksLike is the letter or digit that stands for those that look like it; 0 if it looks like
// none.
func looksLike(r rune) rune {
	i := strings.IndexRune(alikes, r)
	if i < 0 {
		return 0
	}
	return []rune(standFor)[len([]rune(alikes[:i]))]
}

// What looks like another letter, in lower case, and below it what stands for it: Latin, Greek,
// Cyrillic and Armenian.
const (
	alikes   = "oοоօliιіıӏ|аαвсϲԁеεһјкκмрρԛѕтτυνԝхχуγ"
	standFor = "00001111111aabccdeehjkkmppqsttuvwxxyy"
)
