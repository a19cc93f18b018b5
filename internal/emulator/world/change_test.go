// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world_test

import (
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

func TestSubscribe_ReportsEveryChangeOnce(t *testing.T) {
	t.Parallel()
	w, err := world.Open(&disk.Folder{}, world.Seed{}, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	w.Subscribe(func(c world.Change) {
		before := "new"
		if c.Before != nil {
			before = c.Before.EventStatus
		}
		got = append(got, c.Event.EventID+": "+before+" to "+c.Event.EventStatus)
		w.Events() // a subscriber may look at the world
	})
	for _, do := range []func() error{
		func() error { return w.Inject(world.NewEvent("s1", "a"), world.NewEvent("s1", "b")) },
		func() error { return w.ChangeStatus("a", world.StatusInvestigating, "", "kim") },
		func() error { return w.ChangeStatus("a", world.StatusInvestigating, "", "kim") },
		func() error { return w.CancelSubscription("s1") },
		func() error { return w.Remove("a") },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"a: new to Active", "b: new to Active", "a: Active to Investigating"}
	if !slices.Equal(got[:3], want) || len(got) != 5 {
		t.Errorf("got %q, want %q and two cancellations", got, want)
	}
}
