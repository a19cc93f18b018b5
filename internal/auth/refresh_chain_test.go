// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestRefreshChain_WhatIsTakenFromTheTokenCache(t *testing.T) {
	t.Parallel()
	early, late := time.Unix(1000, 0), time.Unix(2000, 0)
	saved := func(seed, token string, at time.Time) record {
		return record{SeedSHA256: seedHash(seed), RefreshToken: token, ObtainedAt: at,
			AccessTokens: map[string]savedAccessToken{"key": {Token: "bearer"}}}
	}
	tests := map[string]struct {
		chain    refreshChain
		saved    record
		want     []string // the tokens to try
		emptied  bool     // the record, with its access tokens, is another user's
		wantSeed string
	}{
		"the chain of the configured token": {refreshChain{configured: "c"}, saved("c", "r", early),
			[]string{"r", "c"}, false, "c"},
		"a newly configured token": {refreshChain{configured: "new"}, saved("c", "r", early),
			[]string{"new"}, true, "new"},
		"an empty file": {refreshChain{configured: "c"}, record{}, []string{"c"},
			true, "c"},
		"no configured token": {refreshChain{}, saved("c", "r", early), []string{"r"},
			false, "c"},
		"nothing at all": {refreshChain{}, record{SeedSHA256: seedHash("c")}, nil,
			true, "c"},
		"never rolled": {refreshChain{configured: "c"}, saved("c", "", time.Time{}),
			[]string{"c"}, false, "c"},
		"another process was here": {refreshChain{configured: "c", rolled: "mine",
			obtainedAt: early}, saved("c", "theirs", late), []string{"theirs", "c"}, false, "c"},
		"the last save failed": {refreshChain{configured: "c", rolled: "mine",
			obtainedAt: late}, saved("c", "old", early), []string{"mine", "c"}, false, "c"},
		"the file was deleted": {refreshChain{configured: "c", rolled: "mine",
			obtainedAt: late}, record{}, []string{"mine", "c"}, true, "c"},
	}
	for name, test := range tests {
		test.chain.adopt(&test.saved)
		var got []string
		for _, link := range test.chain.candidates() {
			got = append(got, link.token)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: to try (-want +got):\n%s", name, diff)
		}
		if emptied := len(test.saved.AccessTokens) == 0; emptied != test.emptied ||
			test.saved.SeedSHA256 != seedHash(test.wantSeed) {
			t.Errorf("%s: record %+v", name, test.saved)
		}
	}
}
