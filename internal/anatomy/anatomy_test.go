// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// names knows one setting only.
func names(key anatomy.Key) string {
	if key == anatomy.TenantID {
		return "TENANT"
	}
	return ""
}

func TestText_EachEdgeNamesSettingsInItsOwnWay(t *testing.T) {
	t.Parallel()
	check := anatomy.Say("Check %v.", anatomy.TenantID)
	for want, text := range map[string]anatomy.Text{
		"Check TENANT.":         check,
		"Check TENANT. 5% off.": anatomy.Join(check, nil, anatomy.Say("%s", "5% off.")),
		"So: Check TENANT.":     anatomy.Say("So: %v", check),
		"":                      anatomy.Say("Raise %v.", anatomy.MaxRetries),
		"Stay.": anatomy.Join(anatomy.Say("Raise %v or %v.", anatomy.TenantID, anatomy.Timeout),
			anatomy.Say("Stay.")),
	} {
		expect.Equal(t, "got", want, text.In(names))
	}
	expect.Equal(t, "got", "Über alles.", anatomy.Say("über %s", "alles").Sentence(names))
	expect.Equal(t, "a message of Windows", "The machine refused it.",
		anatomy.Say("%v", "the machine refused it.").Sentence(names))
	expect.Equal(t, "in one line", "it refused. Try again.", anatomy.Anatomy{
		What: anatomy.Say("it refused."), Advice: anatomy.Say("Try again.")}.String())
}

func TestMistake_IsNamedByWhereTheValueCameFrom(t *testing.T) {
	t.Parallel()
	mistake := anatomy.Wrong("is %q", "odd").Do("Check %v.", anatomy.TenantID)
	for want, m := range map[string]*anatomy.Mistake{
		"TENANT is \"odd\"":      mistake.At(anatomy.TenantID, ""),
		"VARIABLE is \"odd\"":    mistake.At(anatomy.TenantID, "VARIABLE"),
		"HTTPS_PROXY is \"odd\"": mistake.At("", "HTTPS_PROXY"),
		"is \"odd\"":             mistake,
	} {
		a := anatomy.Of(fmt.Errorf("wrapped: %w", m))
		if got := a.What.In(names); got != want || a.Kind != anatomy.Setting ||
			a.Advice.In(names) != "Check TENANT." {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	expect.Equal(t, "got", "V is gone.",
		anatomy.MistakeAt(anatomy.TenantID, "V", errors.New("is gone")).Error())
}

// told is an error to which a caller adds knowledge.
type told struct{ error }

func (told) Known() string { return "It was raining." }

func (told) Reason() error {
	return anatomy.Wrong("is a cloud").Do("Check %v.", anatomy.BaseURL).At(anatomy.TenantID, "")
}

func (e told) Unwrap() error { return e.error }

// failedCall is an error with facts.
type failedCall struct{ id string }

func (failedCall) Error() string { return "the call failed" }

func (f failedCall) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{What: anatomy.Say("call %s failed", f.id), Advice: anatomy.Say("Wait."),
		Facts: anatomy.Facts{Attempts: 2, Elapsed: time.Second}.With(
			anatomy.ID{Name: "request", Value: f.id}, anatomy.ID{Name: "process", Value: "p"})}
}

// readBack is a failed call after which another one failed, too.
type readBack struct{ failedCall }

func (readBack) Known() string { return "So did the next." }

func (readBack) Reason() error { return failedCall{"2"} }

func TestOf_IDsOfAllCallsAreFactsAndNamedOnce(t *testing.T) {
	t.Parallel()
	a := anatomy.Of(readBack{failedCall{"1"}})
	if want := "So did the next: call 2 failed (2 attempts in 1s). Wait."; a.More.String() != want {
		t.Errorf("got %q, want %q", a.More.String(), want)
	}
	if want := "2 attempts in 1s, request 1, process p, request 2"; a.Facts.String() != want {
		t.Errorf("got %q, want %q", a.Facts.String(), want)
	}
}

func TestOf_LosesNothing(t *testing.T) {
	t.Parallel()
	a := anatomy.Of(told{errors.New("the bridge is out")})
	a.Advice = anatomy.Say("Swim.")
	a.Facts = anatomy.Facts{Attempts: 1, Elapsed: 1500 * time.Millisecond}.With(
		anatomy.ID{Name: "id", Value: "7"}, anatomy.ID{Name: "other"})
	want := "the bridge is out. Swim. It was raining: `tenant_id` is a cloud. Check `base_url`. " +
		"[1 attempt in 1.5s, id 7]"
	expect.Equal(t, "got", want, a.String())
	names := func(k anatomy.Key) string { return strings.ToUpper(string(k)) }
	expect.Equal(t, "in the words of an edge", "It was raining: TENANT_ID is a cloud. Check BASE_URL.",
		a.More.In(names))
}
