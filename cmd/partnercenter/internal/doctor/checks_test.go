// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

func partnerCenter(t *testing.T) auth.Audience {
	t.Helper()
	return expect.Must(auth.LookupCloud(""))(t).PartnerCenter()
}

// A token that this program cannot read may still be valid. Partner Center's answer decides.
func TestJudge_TokenThatCannotBeRead(t *testing.T) {
	t.Parallel()
	facts := tokenFacts(auth.Token{Value: "opaque"}, partnerCenter(t))
	for refused, want := range map[string][]outcome{
		"":            {holds, holds, holds, holds, holds},
		checkAudience: {fails, notReached, notReached, notReached, notReached},
		checkMFA:      {notReached, notReached, fails, notReached, notReached},
		checkEvents:   {notReached, notReached, notReached, notReached, fails},
	} {
		var got []outcome
		for _, c := range judge(facts, answer{refused: refused}) {
			got = append(got, c.Outcome)
		}
		expect.Equal(t, "refused for "+refused, want, got)
	}
}

// The service may have more names than this program knows. It knows less about MFA than the token
// if it does not enforce MFA yet.
func TestJudge_WhoseAnswerDecides(t *testing.T) {
	t.Parallel()
	facts := map[string]fact{checkAudience: {known: true}, checkMFA: {known: true}}
	for _, c := range judge(facts, answer{}) {
		if want := map[bool]outcome{true: fails, false: holds}[c.Name == checkMFA]; c.Outcome != want {
			t.Errorf("%+v, want %s", c, want)
		}
	}
}

func TestIsAudience_AddressOrIDOfPartnerCenter(t *testing.T) {
	t.Parallel()
	const resource = "https://api.partnercenter.microsoft.com"
	for audience, want := range map[string]bool{
		resource: true, resource + "/": true, "https://API.partnercenter.microsoft.com": true,
		"fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd": true,
		"https://graph.microsoft.com":          false, "": false,
	} {
		expect.Equal(t, audience, want, isAudience(audience, partnerCenter(t)))
	}
}

func refused(status int, code string) rest.CallError {
	return rest.CallError{StatusCode: status, Refusal: rest.Refusal{Code: code}}
}

func TestRefusedCheck(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		failure rest.CallError
		want    string
	}{
		{refused(401, "900420"), checkAudience},
		{rest.CallError{StatusCode: 401, Refusal: rest.Refusal{Unrenewable: true}}, checkMFA},
		{refused(401, ""), checkEvents},
		{refused(403, "900329"), checkUser},
		{refused(403, "900150"), checkRole},
		{refused(403, "2032"), checkRole},
		{refused(403, "900309"), checkEvents},
		{rest.CallError{StatusCode: 403, NotOurs: true}, checkEvents}, // of a proxy
		{refused(500, "900150"), checkEvents},
		{rest.CallError{}, checkEvents},
	} {
		expect.Equal(t, fmt.Sprint(test.failure.StatusCode, test.failure.Code), test.want,
			refusedCheck(&partnercenter.Error{CallError: test.failure}))
	}
}

// The report shows a token's claims and the answers of services, but they cannot control a
// terminal.
func TestReport_ShowsInvisibleCharacters(t *testing.T) {
	t.Parallel()
	hostile := newDiagnosis([]check{{Name: checkUser, Outcome: fails, Detail: "k\x1b[2Jim\u202e",
		Next: "a\u2066\r"}})
	document := expect.Must(terminal.JSON(hostile))(t)
	for _, out := range []string{string(hostile.text()), string(document)} {
		if strings.ContainsAny(out, "\x1b\u202e\u2066\r") ||
			!strings.Contains(out, `k\u001b[2Jim\u202e`) {
			t.Errorf("got %q", out)
		}
	}
}

func TestAbout_AnotherServerIsNotTheEmulator(t *testing.T) {
	t.Parallel()
	var other about
	if other.sees("Microsoft-IIS/10.0"); other.Emulator {
		t.Error("another server is the emulator")
	}
}

func TestRefusedByGraph(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		failure rest.CallError
		want    string
	}{
		{refused(403, "Unauthorized_MissingMFA"), checkMFA},
		{refused(403, "Authorization_RequestDenied"), checkRole},
		{rest.CallError{StatusCode: 403, NotOurs: true}, checkEvents}, // of a proxy
		{refused(401, ""), checkEvents},
		{rest.CallError{}, checkEvents},
	} {
		expect.Equal(t, test.failure.Code, test.want,
			refusedByGraph(&graph.Error{CallError: test.failure}))
	}
}

func TestIsAudience_AddressOrIDOfGraph(t *testing.T) {
	t.Parallel()
	service := expect.Must(expect.Must(auth.LookupCloud(""))(t).GraphAlerts())(t)
	for audience, want := range map[string]bool{
		"https://graph.microsoft.com": true, "https://graph.microsoft.com/": true,
		"00000003-0000-0000-c000-000000000000":    true,
		"https://api.partnercenter.microsoft.com": false,
	} {
		expect.Equal(t, audience, want, isAudience(audience, service))
	}
}
