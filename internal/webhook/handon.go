// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"runtime"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

const (
	forwardTime = 30 * time.Second
	keptOutput  = 1000 // bytes of a command's output
)

// InOrder hands on news to all, in order, until one fails.
func InOrder(all ...HandOn) HandOn {
	return func(ctx context.Context, n News) error {
		for _, handOn := range all {
			if err := handOn(ctx, n); err != nil {
				return err
			}
		}
		return nil
	}
}

// ToCommand runs a command line of the system's shell for each News, which is its standard input.
// Nothing of the News is part of the command line or of a variable.
func ToCommand(line string, environment []string) HandOn {
	return func(ctx context.Context, n News) error {
		shell, option := "/bin/sh", "-c"
		if runtime.GOOS == "windows" {
			shell, option = "cmd", "/C"
		}
		cmd := exec.CommandContext(ctx, shell, option, line)
		cmd.Env = environment
		cmd.Stdin = bytes.NewReader(append(bytes.Clone(n.JSON), '\n'))
		output := &tail{}
		cmd.Stdout, cmd.Stderr = output, output
		cmd.WaitDelay = 5 * time.Second // for children that keep the output open
		if err := cmd.Run(); err != nil && !errors.Is(err, exec.ErrWaitDelay) {
			return fmt.Errorf("the command failed: %w: %s", err, clipped(string(output.kept),
				keptOutput))
		}
		return nil
	}
}

// tail keeps the end of what is written.
type tail struct{ kept []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p...)
	if len(t.kept) > keptOutput {
		t.kept = append([]byte(nil), t.kept[len(t.kept)-keptOutput:]...)
	}
	return len(p), nil
}

// ToURL posts each News to an address, which answers 2xx if it takes over. The client must not
// follow redirects.
func ToURL(client *http.Client, target *url.URL) HandOn {
	return func(ctx context.Context, n News) error {
		ctx, cancel := context.WithTimeout(ctx, forwardTime)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(),
			bytes.NewReader(n.JSON))
		host := anatomy.Host(target.Host)
		if err != nil {
			return fmt.Errorf("forwarding to %s failed", host)
		}
		req.Header.Set("Content-Type", event.ApplicationCloudEventsJSON)
		resp, err := client.Do(req)
		if err != nil {
			var failed *url.Error
			if errors.As(err, &failed) {
				err = failed.Err // without the address, which may hold a secret
			}
			return fmt.Errorf("forwarding to %s failed: %w", host, err)
		}
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, maxCertificate))
		_ = resp.Body.Close()
		if resp.StatusCode/100 != 2 {
			return fmt.Errorf("forwarding to %s failed: HTTP status %d", host, resp.StatusCode)
		}
		return nil
	}
}
