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

// Live tests, which call the real Partner Center, have such names.
const liveTests = "^TestAcc[A-Z]"

// packages are the packages with tests that run a CLI, including their other tests, which take only
// seconds. The companion command is included because it replaces features that older CLIs lack.
func packages() []string {
	return []string{"./internal/provider/...", "./test/...", "./cmd/partnercenter/..."}
}

// testWith runs the suite with one CLI. Only the live tests see the user's settings and
// credentials, so no other test can reach a real Partner Center by mistake.
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

// goTest runs go test once. It returns go test's own error, including for a failed test.
func goTest(ctx context.Context, args, environment []string, seen *recorder) error {
	// Go does not detect that a CLI has changed, so cached results could be from another CLI.
	cmd := exec.CommandContext(ctx, "go",
		append([]string{"test", "-json", "-buildvcs=false", "-count", "1"}, args...)...)
	cmd.Env = environment
	cmd.Stderr = os.Stderr
	// After an interrupt, tests stop the programs that they have started.
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
