// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package emulator starts "partnercenter emulator" as a program, and inspects it through its
// control endpoint.
package emulator

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

// Emulator is a running "partnercenter emulator" with its control endpoint.
type Emulator struct {
	// Environment are the settings, as KEY=VALUE, that point the provider at it.
	Environment []string
	control     string // the URL of the control endpoint
	client      *http.Client
	process     *exec.Cmd
	ended       chan error // gets the process's result, once
}

// Event is an event in Partner Center, with the fields that programs need.
type Event struct {
	ID     string `json:"eventId"`
	Status string `json:"eventStatus"`
	Reason string `json:"resolvedReason"`
	By     string `json:"resolvedBy"`
}

// Start starts the emulator from root/bin with additional flags, and waits until it responds. It
// writes its files to dir.
func Start(ctx context.Context, root, dir string, flags ...string) (_ *Emulator, err error) {
	envFile, readyFile := filepath.Join(dir, "emulator.env"), filepath.Join(dir, "emulator.ready")
	log, err := os.Create(filepath.Join(dir, "emulator.log"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()

	// Not bound to ctx: after an interrupt, the CLI may still need the emulator to finish, so stop
	// ends it.
	cmd := exec.Command(filepath.Join(root, "bin", "partnercenter"), //nolint:noctx // See above.
		append([]string{"emulator", "--env-file", envFile, "--ready-file", readyFile}, flags...)...)
	cmd.Env = cli.CleanEnvironment(os.Environ())
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w (make build makes it)", err)
	}
	e := &Emulator{process: cmd, ended: make(chan error, 1)}
	go func() { e.ended <- cmd.Wait() }()

	if err := errors.Join(e.waitFor(ctx, readyFile), e.connect(envFile)); err != nil {
		return nil, errors.Join(err, e.Stop())
	}
	return e, nil
}

func (e *Emulator) waitFor(ctx context.Context, file string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(file); err == nil {
			return nil
		}
		select {
		case err := <-e.ended:
			e.ended <- err
			return fmt.Errorf("the emulator ended before it was ready: %w", err)
		case <-ctx.Done():
			return fmt.Errorf("waiting for the emulator: %w", ctx.Err())
		case <-tick.C:
		}
	}
}

// connect reads the environment that the emulator wrote, and trusts its certificate.
func (e *Emulator) connect(envFile string) error {
	content, err := os.ReadFile(envFile)
	if err != nil {
		return err
	}
	values := map[string]string{}
	for line := range strings.Lines(string(content)) {
		name, value, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "export ")), "=")
		if !ok {
			continue
		}
		values[name] = unquoteShell(value)
		e.Environment = append(e.Environment, name+"="+values[name])
	}

	bundle, err := os.ReadFile(values["PARTNERCENTER_CA_BUNDLE_PATH"])
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(bundle) {
		return errors.New("the emulator's certificate bundle holds no certificate")
	}
	e.control = values["PARTNERCENTER_AUTHORITY_HOST"] + "/_emulator"
	e.client = &http.Client{
		Timeout: time.Minute,
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots,
			MinVersion: tls.VersionTLS12}},
	}
	return nil
}

// unquoteShell removes the single quotes of a shell.
func unquoteShell(value string) string {
	return strings.ReplaceAll(strings.Trim(value, "'"), `'\''`, "'")
}

// Events returns all events in Partner Center by id.
func (e *Emulator) Events(ctx context.Context) (map[string]Event, error) {
	events, err := get[[]Event](ctx, e, "/events")
	byID := make(map[string]Event, len(events))
	for _, event := range events {
		byID[event.ID] = event
	}
	return byID, err
}

// Decide decides about an event like a user of the portal.
func (e *Emulator) Decide(ctx context.Context, eventID, status, reason, by string) error {
	return e.Call(ctx, http.MethodPost, "/change", map[string]string{
		"eventId": eventID, "status": status, "reason": reason, "by": by,
	}, nil)
}

// Counts returns the number of requests by kind.
func (e *Emulator) Counts(ctx context.Context) (map[string]int, error) {
	return get[map[string]int](ctx, e, "/counts")
}

// CheckViolations returns an error if there were violations of the API's rules that the emulator
// did not refuse.
func (e *Emulator) CheckViolations(ctx context.Context) error {
	violations, err := get[[]string](ctx, e, "/violations")
	if len(violations) > 0 {
		err = fmt.Errorf("the emulator noticed what a client should not do: %q", violations)
	}
	return err
}

// Secrets returns every token and secret that the emulator has issued.
func (e *Emulator) Secrets(ctx context.Context) ([]string, error) {
	return get[[]string](ctx, e, "/secrets")
}

func get[T any](ctx context.Context, e *Emulator, path string) (value T, err error) {
	err = e.Call(ctx, http.MethodGet, path, nil, &value)
	return value, err
}

// Call sends a request to the control endpoint. in and out may be nil.
func (e *Emulator) Call(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, e.control+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := e.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("emulator: %s %s: %s: %s", method, path, response.Status, answer)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// Stop ends the emulator and waits for it.
func (e *Emulator) Stop() error {
	if err := e.process.Process.Signal(os.Interrupt); err != nil &&
		!errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case err := <-e.ended:
		return err
	case <-time.After(10 * time.Second):
		return errors.Join(errors.New("the emulator did not end when asked to"), e.process.Process.Kill())
	}
}
