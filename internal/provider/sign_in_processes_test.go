// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
)

// childVariable turns the test binary into a provider process that its environment configures.
const childVariable = "PROVIDER_TEST_CHILD"

func TestMain(m *testing.M) {
	// As main does. Otherwise, planning thousands of decisions takes the tests minutes.
	provider.LimitFrameworkLog(os.Getenv, os.Setenv)
	os.Exit(acctest.Main(m))
}

// TestProviderProcess is the body of each process of the tests below: it signs in, once.
func TestProviderProcess(t *testing.T) {
	t.Parallel()
	if os.Getenv(childVariable) == "" {
		return
	}
	c := newProtocolClient(t, map[string]func() (tfprotov6.ProviderServer, error){
		"partnercenter": providerserver.NewProtocol6WithError(provider.New("test")()),
	})
	c.configure(object{}).none(t)
	c.clientConfig()
}

// providerProcess is a running child process.
type providerProcess struct {
	*exec.Cmd
	output bytes.Buffer
}

func startProviderProcess(t *testing.T, environment map[string]string) *providerProcess {
	t.Helper()
	p := &providerProcess{Cmd: exec.CommandContext(t.Context(), os.Args[0],
		"-test.run=^TestProviderProcess$")}
	p.Env = []string{childVariable + "=1", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}
	for name, value := range environment {
		p.Env = append(p.Env, name+"="+value)
	}
	p.Stdout, p.Stderr = &p.output, &p.output
	expect.NoError(t, p.Start())
	return p
}

// expectSuccess waits for the end of the process.
func (p *providerProcess) expectSuccess(t *testing.T) {
	t.Helper()
	if err := p.Wait(); err != nil {
		t.Errorf("%v: %s", err, p.output.String())
	}
}

// sharing is an environment with a shared token cache.
func sharing(t *testing.T, s *emulator.Server) map[string]string {
	t.Helper()
	return merged(s.Env(), map[string]string{"PARTNERCENTER_TOKEN_CACHE_PATH": filepath.Join(
		t.TempDir(), "cache.json")})
}

// TestProcesses_EightShareOneTokenCache has single-use refresh tokens: a second redemption would be
// a failure.
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
		p.expectSuccess(t)
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
	expect.Eventually(t, "the victim's sign-in", func() bool {
		return s.Count(emulator.KindToken) > 0
	})
	var others []*providerProcess
	for range 7 {
		others = append(others, startProviderProcess(t, environment))
	}
	expect.NoError(t, victim.Process.Kill())
	if err := victim.Wait(); err == nil {
		t.Error("the victim was not killed")
	}
	for _, p := range others {
		p.expectSuccess(t)
	}
	expectRedemptions(t, s, 2) // the first belongs to the killed process, which never read the answer

	// A later process finds everything in place.
	after := startProviderProcess(t,
		merged(environment, map[string]string{"PARTNERCENTER_REFRESH_TOKEN": ""}))
	after.expectSuccess(t)
	expectRedemptions(t, s, 2)
}

// expectRedemptions counts the sign-ins, and accepts no refusal.
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
