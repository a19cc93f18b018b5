// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

// fakeAZ replaces the Azure CLI.
type fakeAZ struct {
	calls  []string
	stdout string
	stderr string
	err    error
}

func (f *fakeAZ) run(_ context.Context, args ...string) (stdout, stderr []byte, err error) {
	f.calls = append(f.calls, strings.Join(args, " "))
	return []byte(f.stdout), []byte(f.stderr), f.err
}

func (f *fakeAZ) config(now func() time.Time) signin.Config {
	return signin.Config{UseCLI: true, TenantID: tenantID, AzureCLI: f.run, Now: now}
}

func azReply(token string, fields map[string]any) string {
	all := map[string]any{"accessToken": token, "tokenType": "Bearer", "tenant": tenantID}
	for name, value := range fields {
		all[name] = value
	}
	return toJSON(all)
}

func TestAzureCLI_TokenIsRequestedOnceAndKeptWhileItIsValid(t *testing.T) {
	t.Parallel()
	clock := newClock()
	inAnHour := clock.Now().Add(time.Hour)
	withExpiry := unsignedJWT(map[string]any{"exp": inAnHour.Unix()})
	expect.Each(t, map[string]string{
		"expiry in seconds": azReply("access-1",
			map[string]any{"expires_on": inAnHour.Unix(), "expiresOn": "2001-01-01 00:00:00.000000"}),
		"expiry in the token": azReply(withExpiry, nil),
		"expiry in local time": azReply("access-1",
			map[string]any{"expiresOn": inAnHour.Local().Format("2006-01-02 15:04:05.000000")}),
	}, func(t *testing.T, reply string) {
		clock := newClock()
		az := &fakeAZ{stdout: reply}
		source := newSource(t, az.config(clock.Now))
		for range 2 {
			token := expect.Must(source.Token(t.Context(), auth.TokenRequest{}))(t)
			if !token.ExpiresOn.Equal(inAnHour) {
				t.Fatalf("token until %s, want until %s", token.ExpiresOn, inAnHour)
			}
		}
		clock.Advance(55*time.Minute + time.Second)
		_ = expect.Must(source.Token(t.Context(), auth.TokenRequest{}))(t)
		call := "account get-access-token --resource " + resource + " --output json --tenant " + tenantID
		expect.Equal(t, "calls", []string{call, call}, az.calls)
		assertNoSecret(t, source)
	})
}

func TestAzureCLI_OmitsTheTenantIfNoneIsConfigured(t *testing.T) {
	t.Parallel()
	az := &fakeAZ{stdout: azReply("access-1", nil)}
	cfg := az.config(nil)
	cfg.TenantID = ""
	source := newSource(t, cfg)
	mustToken(t, source, auth.TokenRequest{}, "access-1")
	mustToken(t, source, auth.TokenRequest{}, "access-1")
	// A token of unknown age is used for its own call.
	call := "account get-access-token --resource " + resource + " --output json"
	expect.Equal(t, "calls", []string{call, call}, az.calls)
	expect.Equal(t, "description", auth.Description{Method: "use_cli"}, source.Description())
}

func TestAzureCLI_FailuresGiveAdvice(t *testing.T) {
	t.Parallel()
	const login = "az login --tenant " + tenantID + " --scope " + resource + "/.default"
	app := unsignedJWT(map[string]any{"idtyp": "app", "appid": "x",
		"exp": time.Now().Add(time.Hour).Unix()})
	failed := errors.New("exit status 1")
	for name, test := range map[string]struct {
		az   fakeAZ
		want []string
	}{
		"not installed": {fakeAZ{err: &exec.Error{Name: "az", Err: exec.ErrNotFound}},
			[]string{"(az) was not found", "aka.ms/azure-cli", login}},
		"not signed in": {fakeAZ{err: failed, stderr: "WARNING: x\nERROR: Please run 'az login' " +
			"to setup account.\n"}, []string{"Please run 'az login'", login}},
		"a secret on it": {fakeAZ{err: failed, stderr: "ERROR: bad " + app + "\n"},
			[]string{"bad (redacted)", login}},
		"a traceback": {fakeAZ{err: failed, stderr: "Traceback\n  File x\nKeyError: 'y'\n\n"},
			[]string{`failed ("KeyError: 'y'")`}},
		"silence": {fakeAZ{err: failed}, []string{"exit status 1", login}},
		"MFA": {fakeAZ{err: failed, stderr: "ERROR: AADSTS50076: Due to a change you " +
			"must use multi-factor authentication."}, []string{"AADSTS50076", login}},
		"timeout": {fakeAZ{err: context.DeadlineExceeded},
			[]string{"did not answer in time", "see what it waits for"}},
		"a service princip": {fakeAZ{stdout: azReply(app, nil)}, []string{"signed in as an app", login}},
		"no JSON":           {fakeAZ{stdout: "access-1"}, []string{"not the JSON of a token"}},
		"no token":          {fakeAZ{stdout: "{}"}, []string{"not the JSON of a token"}},
	} {
		failure := tokenError(t, newSource(t, test.az.config(nil)), auth.TokenRequest{})
		expect.Contains(t, failure.Error(), append(test.want, "cannot sign in with use_cli: ")...)
		if strings.Contains(failure.Error(), "AADSTS50076") && !cmp.Equal(failure.AADSTS, []int{50076}) {
			t.Errorf("%s: numbers %v", name, failure.AADSTS)
		}
	}
}

func TestAzureCLI_RejectedTokenIsAskedForAgainOnce(t *testing.T) {
	t.Parallel()
	az := &fakeAZ{stdout: azReply("access-1",
		map[string]any{"expires_on": time.Now().Add(time.Hour).Unix()})}
	source := newSource(t, az.config(nil))
	mustToken(t, source, auth.TokenRequest{}, "access-1")
	failure := tokenError(t, source, auth.TokenRequest{Rejected: "access-1"})
	expect.Contains(t, failure.Error(), "refused the token (HTTP 401)", "az login")
	az.stdout = azReply("access-2", map[string]any{"expires_on": time.Now().Add(time.Hour).Unix()})
	other := newSource(t, az.config(nil))
	mustToken(t, other, auth.TokenRequest{Rejected: "access-1"}, "access-2")
}

func TestAzureCLI_ClaimsChallengeIsAnErrorThatKeepsTheClaims(t *testing.T) {
	t.Parallel()
	az := &fakeAZ{}
	failure := tokenError(t, newSource(t, az.config(nil)), auth.TokenRequest{Claims: `{"x":1}`})
	if failure.Claims != `{"x":1}` || len(az.calls) != 0 {
		t.Errorf("claims %q, %d calls", failure.Claims, len(az.calls))
	}
}

// Each call of az takes seconds, and a configuration may have hundreds of resources.
func TestAzureCLI_FailureIsRememberedForAWhile(t *testing.T) {
	t.Parallel()
	clock := newClock()
	for _, test := range []struct {
		az   *fakeAZ
		want int
	}{
		{&fakeAZ{err: errors.New("exit status 1")}, 2},
		{&fakeAZ{err: context.DeadlineExceeded}, 4}, // temporary
	} {
		source := newSource(t, test.az.config(clock.Now))
		for range 3 {
			_ = tokenError(t, source, auth.TokenRequest{})
		}
		clock.Advance(61 * time.Second)
		_ = tokenError(t, source, auth.TokenRequest{})
		expect.Equal(t, "calls", test.want, len(test.az.calls))
	}
}

func TestNew_OrderOfTheUserSources(t *testing.T) {
	t.Parallel()
	cfg := signin.Config{
		TenantID: tenantID, ClientID: clientID, AccessToken: "access-ready", RefreshToken: configuredRT,
		TokenCachePath: "/none/cache.json", UseCLI: true,
	}
	for _, step := range []struct {
		want   string
		remove func()
	}{
		{"access_token", func() { cfg.AccessToken = " " }},
		{"refresh_token", func() { cfg.RefreshToken = "\n" }},
		{"token_cache_path", func() { cfg.TokenCachePath = "" }},
		{"use_cli", func() {}},
	} {
		expect.Equal(t, "method", step.want, newSource(t, cfg).Description().Method)
		step.remove()
	}
}
