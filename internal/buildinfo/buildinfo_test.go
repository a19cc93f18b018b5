// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package buildinfo

import (
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestFrom_ReleaseInstallationAndLocalBuild(t *testing.T) {
	t.Parallel()
	vcs := []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"},
		{Key: "vcs.modified", Value: "true"}}
	rest := ", " + runtime.Version() + ", " + runtime.GOOS + "/" + runtime.GOARCH + ")"
	for _, c := range []struct {
		release, module string
		settings        []debug.BuildSetting
		want            string
	}{
		{"1.2.0", "(devel)", vcs[:1], "1.2.0 (commit 0123456789ab"},
		{"1.2.0", "v1.1.0", nil, "1.2.0 (commit unknown"},
		{Development, "v1.1.0", nil, "1.1.0 (commit unknown"},
		{Development, "(devel)", vcs, "dev (commit 0123456789ab with changes"},
		{Development, "", nil, "dev (commit unknown"},
	} {
		build := &debug.BuildInfo{Main: debug.Module{Version: c.module}, Settings: c.settings}
		expect.Equal(t, c.release+" "+c.module, c.want+rest, from(build, c.release).String())
	}
	expect.Equal(t, "without Go's record", Development, from(nil, "").Version)
	if got := Read("1.2.0").UserAgent("x"); !strings.HasPrefix(got, "x/1.2.0 (go") {
		t.Errorf("the user agent is %q", got)
	}
}
