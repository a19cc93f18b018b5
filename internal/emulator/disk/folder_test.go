// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package disk_test

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

// counter is a value that a keeper keeps.
type counter struct {
	sync.Mutex
	n         int
	snapshots atomic.Int64
}

func (c *counter) add() { c.n++ }

func (c *counter) snapshot() any {
	c.snapshots.Add(1)
	c.Lock()
	defer c.Unlock()
	return c.n
}

func open(t *testing.T, path string) *disk.Folder {
	t.Helper()
	return expect.Must(disk.Open(path))(t)
}

func TestKeeper_EveryChangeIsOnDiskWhenItReturns(t *testing.T) {
	t.Parallel()
	folder := open(t, t.TempDir())
	var value counter
	keeper := folder.Keeper("n.json", value.snapshot)
	const changes = 50
	var all sync.WaitGroup
	for range changes {
		all.Go(func() {
			before := 0
			if err := keeper.Change(&value, func() { value.add(); before = value.n }); err != nil {
				t.Error(err)
			}
			kept := 0
			if _, err := folder.Load("n.json", &kept); err != nil || kept < before {
				t.Errorf("the file holds %d after change %d: %v", kept, before, err)
			}
		})
	}
	all.Wait()
	if n := value.snapshots.Load(); n > changes {
		t.Errorf("%d writes for %d changes", n, changes)
	}
	expect.NoError(t, folder.Close())
}

func TestClose_ReportsAFileThatIsNotUpToDate(t *testing.T) {
	t.Parallel()
	type row struct{ mended, wantErr bool }
	expect.Each(t, map[string]row{
		"the last write failed":              {mended: false, wantErr: true},
		"a later write made up for a failed": {mended: true, wantErr: false},
	}, func(t *testing.T, test row) {
		dir := filepath.Join(t.TempDir(), "data")
		folder := open(t, dir)
		var value counter
		keeper := folder.Keeper("n.json", value.snapshot)
		expect.NoError(t, os.RemoveAll(dir))
		if err := keeper.Change(&value, value.add); err == nil {
			t.Error("a change that could not be kept is no error")
		}
		if test.mended {
			expect.NoError(t, os.Mkdir(dir, 0o700))
			expect.NoError(t, keeper.Change(&value, value.add))
		}
		if err := folder.Close(); (err != nil) != test.wantErr {
			t.Errorf("Close: %v", err)
		}
	})
}

func TestFolder_WithoutAPathKeepsNothing(t *testing.T) {
	t.Parallel()
	folder := open(t, "")
	var value counter
	expect.NoError(t, folder.Keeper("n.json", value.snapshot).Change(&value, value.add))
	if value.n != 1 || value.snapshots.Load() != 0 {
		t.Errorf("%d changes, %d snapshots", value.n, value.snapshots.Load())
	}
	expect.NoError(t, folder.Write("x", []byte("x")))
	if content, err := folder.Read("x"); content != nil || err != nil {
		t.Errorf("read %q: %v", content, err)
	}
	if folder.Keeps() {
		t.Error("a folder without a path says that it keeps things")
	}
	expect.NoError(t, folder.Close())
}
