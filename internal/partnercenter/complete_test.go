// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Only 200, and 204 for no content, complete a listing: any other 2xx may lack events.
func TestList_OnlyTwoStatusesAreComplete(t *testing.T) {
	t.Parallel()
	for status := 200; status < 300; status++ {
		for _, body := range []string{"[]", events("a")} {
			complete := status == 200 || status == 204
			// A page of two events comes first: the status of every page counts.
			s := serve(t, page("x", "y"), reply(status, body))
			got, err := list(t, newClient(t, s, pageSize(2)), fraud.Query{})
			if complete {
				expect.NoError(t, err)
				continue
			}
			if failed := failure(t, err); failed.StatusCode != status || failed.Attempts != 1 {
				t.Errorf("%d: got %d events and %v", status, len(got), err)
			}
			expect.Contains(t, err.Error(), fmt.Sprintf("HTTP %d", status), "200 or 204", "`base_url`")
		}
	}
}

// Rows of a broken reply neither count nor hide the same rows of the repeated page.
func TestList_ABrokenPageCountsAsItWasReadTheSecondTime(t *testing.T) {
	t.Parallel()
	row := func(id, status string) string {
		return fmt.Sprintf(`{"eventId":%q,"eventStatus":%q}`, id, status)
	}
	half := func(rows string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5000")
			_, _ = io.WriteString(w, rows)
		}
	}
	s := serve(t, half("["+row("a", "Active")+","+row("gone", "Active")+","),
		reply(200, "["+row("a", "Resolved")+","+row("b", "Active")+"]"),
		half("["+row("c", "Active")+","), reply(200, "["+row("c", "Investigating")+"]"),
	)
	got := listed(t, newClient(t, s, pageSize(2)), fraud.Query{TellMoved: true})
	expect.Equal(t, "rows", []string{"a Resolved", "b Active", "c Investigating"}, standings(got))
}

// standings are ids, standings, and whether the event came before.
func standings(events []fraud.Event) (rows []string) {
	for _, e := range events {
		row := fmt.Sprint(e.EventID, " ", e.Status, e.Reason)
		if e.Again {
			row += " again"
		}
		rows = append(rows, row)
	}
	return rows
}

func TestList_ReportsShiftedPages(t *testing.T) {
	t.Parallel()
	type row struct {
		pages string
		moved bool
	}
	expect.Each(t, map[string]row{
		"they did not":              {"a b | c", false},
		"a row came again":          {"a b | b c |", true},
		"on the last page":          {"a b | b", true},
		"the same page all along":   {"a b | a b | a b", false},
		"by a whole page":           {"a b | a b | c d |", true},
		"by a whole page, at last":  {"a b | a b |", true},
		"twice in one page":         {"a " + "a | b", false},
		"longer than what we asked": {"a b c", false},
	}, func(t *testing.T, test row) {
		for _, tell := range []bool{true, false} { // callers that do not ask get no report
			s := serve(t, pagesOf(test.pages)...)
			_, err := list(t, newClient(t, s, pageSize(2)), fraud.Query{TellMoved: tell})
			moved := errors.Is(err, fraud.ErrMoved)
			if moved != (test.moved && tell) || err != nil && !moved {
				t.Errorf("asked %t: got %v", tell, err)
			}
		}
	})
}

func TestList_AnEventWithAnotherStandingIsHandedOnAgain(t *testing.T) {
	t.Parallel()
	row := `{"eventId":"b","eventStatus":%q,"resolvedReason":%q}`
	s := serve(t, reply(200, `[`+fmt.Sprintf(row, "Active", "None")+`,{"eventId":"a"}]`),
		reply(200, `[`+fmt.Sprintf(row, "Resolved", "Fraud")+`,{"eventId":"c"}]`),
		reply(200, `[`+fmt.Sprintf(row, "Resolved", "Fraud")+`,{"eventId":"c"}]`),
		reply(200, `[`+fmt.Sprintf(row, "Resolved", "Ignore")+`]`)) // another reason
	expect.Equal(t, "rows", []string{"b Active", "a ", "b ResolvedFraud again", "c ",
		"b ResolvedIgnore again"}, standings(listed(t, newClient(t, s, pageSize(2)), fraud.Query{})))
}

// The advice about one subscription is in failures.
func TestHints_ANotFoundOfTheWholeTenantIsAboutTheAddress(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", `{"code":"1000"}`, `{"code":"20003"}`} {
		text := failedList(t, newClient(t, serve(t, reply(404, body))), fraud.Query{}).Error()
		expect.Contains(t, text, "`base_url`", "may be turned off")
		if strings.Contains(text, "Check the subscription id") {
			t.Errorf("got %s", text)
		}
	}
}

func TestHints_TheAudienceIsThatOfTheCloud(t *testing.T) {
	t.Parallel()
	for configured, want := range map[string]string{
		"":                      "requires the audience https://api.partnercenter.microsoft.com.",
		"https://china.example": "requires the audience https://china.example.",
	} {
		s := serve(t, reply(401, `{"code":"900420"}`), reply(401, `{"code":"900420"}`))
		c := newClient(t, s, func(c *partnercenter.Config) { c.Audience = configured })
		expect.Contains(t, failedList(t, c, fraud.Query{}).Error(), want)
	}
}
