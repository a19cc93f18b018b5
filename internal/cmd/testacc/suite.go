// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

// Live tests, which talk to the real Partner Center, have names of this form.
const liveTests = "^TestAcc[A-Z]"

// packages are those with tests that run a CLI, whole: what such a package tests without one takes
// seconds. The companion command is among them because it does for users of an older CLI what newer
// ones do themselves.
func packages() []string {
	return []string{"./internal/provider/...", "./test/...", "./cmd/partnercenter/..."}
}

// testWith runs the suite with one CLI. The live tests alone see the user's settings and
// credentials: no other test can then reach a real Partner Center by mistake.
func testWith(ctx context.Context, c cli.CLI, args []string, seen *recorder) error {
	suite := append([]string{"-timeout", "30m"}, args...)
	suite = append(suite, "-skip", liveTests)
	live := append([]string{"-timeout", "120m"}, args...)
	live = append(live, "-run", liveTests)
	return errors.Join(
		goTest(ctx, append(suite, packages()...),
			append(cli.CleanEnvironment(os.Environ()), c.Environment()...), seen),
		goTest(ctx, append(live, "./test/..."),
			append(append(os.Environ(), "TF_ACC=1"), c.Environment()...), seen),
	)
}

// goTest runs go test once. It returns go test's own error, which it has as well when a test
// failed.
func goTest(ctx context.Context, args, environment []string, seen *recorder) error {
	// Go does not notice that a CLI has changed: its cached results would not be about this one.
	cmd := exec.CommandContext(ctx, "go",
		append([]string{"test", "-json", "-buildvcs=false", "-count", "1"}, args...)...)
	cmd.Env = environment
	cmd.Stderr = os.Stderr
	// Interrupted, tests stop the programs that they have started.
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = time.Minute
	events, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = seen.read(events)
	return errors.Join(err, cmd.Wait())
}
