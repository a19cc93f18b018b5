// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
)

// mostCompared limits the cost of finding similar ids in one listing: comparing letter by letter
// takes about a microsecond per pair, and a decisions file can have thousands of wrong ids for a
// listing of thousands. Variants in spelling need no comparison.
const mostCompared = 200_000

// nearIDs finds the listed id that a wrong id probably means. It is built at the first question
// about a listing.
type nearIDs struct {
	mu       sync.Mutex
	ids      []string          // in order; nil before the first question
	plain    map[string]string // ids by their plain form
	compared int
}

// near returns the id among these events that is most similar to the key's; empty if there is none.
func (n *nearIDs) near(key fraud.Key, events map[string][]fraud.Event) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		var ids []string
		for _, spellings := range events {
			ids = append(ids, spellings[0].EventID)
		}
		n.learn(key.SubscriptionID, ids)
	}
	return n.answer(key)
}

// Nearest returns the id among the listed ones that a wrong id probably means; empty if there is
// none.
func Nearest(key fraud.Key, listed []string) string {
	var n nearIDs
	n.learn(key.SubscriptionID, listed)
	return n.answer(key)
}

func (n *nearIDs) answer(key fraud.Key) string {
	if id, ok := n.plain[plainID(key.SubscriptionID, key.EventID)]; ok {
		return id
	}
	return n.closest(key.EventID)
}

func (n *nearIDs) learn(subscriptionID string, ids []string) {
	n.ids, n.plain = append([]string{}, ids...), make(map[string]string, len(ids))
	slices.Sort(n.ids)
	for _, id := range n.ids {
		n.plain[plainID(subscriptionID, id)] = id
	}
}

// closest returns the id that differs in the fewest letters.
func (n *nearIDs) closest(id string) string {
	ids := n.ids[:min(len(n.ids), mostCompared-n.compared)]
	n.compared += len(ids)
	return nearest.Of(id, ids, slipsIn(id))
}

// slipsIn returns the allowed number of typing errors in an id. With two, all short ids would be
// similar.
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

// plainID returns an event's id without parts that are often lost or changed in copying or typing:
// case, separators, the leading subscription id, and similar-looking letters.
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

// looksLike returns the representative of letters and digits that look alike, or 0.
func looksLike(r rune) rune {
	i := strings.IndexRune(alikes, r)
	if i < 0 {
		return 0
	}
	return []rune(standFor)[len([]rune(alikes[:i]))]
}

// Lower-case letters that look like another one, above their representatives: Latin, Greek,
// Cyrillic, and Armenian.
const (
	alikes   = "oοоօliιіıӏ|аαвсϲԁеεһјкκмрρԛѕтτυνԝхχуγ"
	standFor = "00001111111aabccdeehjkkmppqsttuvwxxyy"
)
