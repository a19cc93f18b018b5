// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// childVariable makes the test binary a provider process that its environment configures, and that
// signs in once.
const childVariable = "PROVIDER_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		// As main does. Otherwise planning thousands of decisions takes the tests minutes.
		provider.LimitFrameworkLog(os.Getenv, os.Setenv)
		os.Exit(acctest.Main(m))
	}
	if err := runProviderProcess(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// runProviderProcess does what Terraform has a provider do to read one data source.
func runProviderProcess(ctx context.Context) error {
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		return err
	}
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return err
	}
	config, err := nothingConfigured(schemas.Provider)
	if err != nil {
		return err
	}
	configured, err := server.ConfigureProvider(ctx,
		&tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: config})
	if err = errors.Join(err, failureOf(diagnosticsOf(configured.Diagnostics))); err != nil {
		return err
	}
	if config, err = nothingConfigured(schemas.DataSourceSchemas[clientConfigType]); err != nil {
		return err
	}
	read, err := server.ReadDataSource(ctx,
		&tfprotov6.ReadDataSourceRequest{TypeName: clientConfigType, Config: config})
	return errors.Join(err, failureOf(diagnosticsOf(read.Diagnostics)))
}

func nothingConfigured(schema *tfprotov6.Schema) (*tfprotov6.DynamicValue, error) {
	values := map[string]tftypes.Value{}
	for _, a := range schema.Block.Attributes {
		values[a.Name] = tftypes.NewValue(a.Type, nil)
	}
	config, err := tfprotov6.NewDynamicValue(schema.ValueType(),
		tftypes.NewValue(schema.ValueType(), values))
	return &config, err
}

func failureOf(ds diagnostics) error {
	if !hasError(ds) {
		return nil
	}
	return errors.New(ds.text("child"))
}

// providerProcess is a child that is running.
type providerProcess struct {
	*exec.Cmd
	output bytes.Buffer
}

func startProviderProcess(t *testing.T, environment map[string]string) *providerProcess {
	t.Helper()
	p := &providerProcess{Cmd: exec.CommandContext(t.Context(), os.Args[0])}
	p.Env = []string{childVariable + "=1", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}
	for name, value := range environment {
		p.Env = append(p.Env, name+"="+value)
	}
	p.Stdout, p.Stderr = &p.output, &p.output
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// sharing is an environment with a token cache for all.
func sharing(t *testing.T, s *emulator.Server) map[string]string {
	t.Helper()
	return merged(s.Env(), map[string]string{"PARTNERCENTER_TOKEN_CACHE_PATH": filepath.Join(
		t.TempDir(), "cache.json")})
}

// TestProcesses_EightShareOneTokenCache has refresh tokens that serve once: a second redemption
// would be a failure.
func TestProcesses_EightShareOneTokenCache(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.SetBehaviour(func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	environment := sharing(t, s)
	var processes []*providerProcess
	for range 8 {
		processes = append(processes, startProviderProcess(t, environment))
	}
	for _, p := range processes {
		if err := p.Wait(); err != nil {
			t.Errorf("%v: %s", err, p.output.String())
		}
	}
	expectRedemptions(t, s, 1)
}

// TestProcesses_OneOfEightIsKilledInTheMiddle kills the process that holds the lock and waits for
// the sign-in service.
func TestProcesses_OneOfEightIsKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	environment := sharing(t, s)
	s.AddFault(emulator.Fault{Kind: emulator.KindToken, Delay: time.Hour})
	victim := startProviderProcess(t, environment)
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for s.Count(emulator.KindToken) == 0 {
		select {
		case <-look.C:
		case <-t.Context().Done():
			t.Fatal("the victim has not signed in")
		}
	}
	var others []*providerProcess
	for range 7 {
		others = append(others, startProviderProcess(t, environment))
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := victim.Wait(); err == nil {
		t.Error("the victim was not killed")
	}
	for _, p := range others {
		if err := p.Wait(); err != nil {
			t.Errorf("%v: %s", err, p.output.String())
		}
	}
	expectRedemptions(t, s, 2) // the first is the victim's, who never read the answer

	// The one who comes later finds everything in place.
	after := startProviderProcess(t,
		merged(environment, map[string]string{"PARTNERCENTER_REFRESH_TOKEN": ""}))
	if err := after.Wait(); err != nil {
		t.Errorf("%v: %s", err, after.output.String())
	}
	expectRedemptions(t, s, 2)
}

// expectRedemptions counts the sign-ins, and wants none refused.
func expectRedemptions(t *testing.T, s *emulator.Server, want int) {
	t.Helper()
	signIns := requestsOf(s, emulator.KindToken)
	if len(signIns) != want {
		t.Errorf("%d redemptions, want %d", len(signIns), want)
	}
	for _, r := range signIns {
		if r.Status >= http.StatusBadRequest {
			t.Errorf("a redemption failed with HTTP %d", r.Status)
		}
	}
}
