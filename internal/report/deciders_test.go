// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

func TestDeciders_NameWhoDecidedAndNotWhoSignedIn(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	line := `{"result":%q,"user":"ci@contoso.com","subscription_id":"` +
		strings.ToUpper(subscription) +
		`","event_id":%q,"to":{"status":%q},"annotations":{%s}}` + "\n"
	others := `{"kind":"webhook_registration","user":{"id":1},"result":0,"annotations":[1]}` + "\n" +
		`{"kind":"azure_entitlement","subscription_id":7,"event_id":null,"to":"canceled"}` + "\n"
	expect.NoError(t, os.WriteFile(path, []byte(others+
		fmt.Sprintf(line, "written", "A", "Resolved", `"decided_by":"lee@contoso.com"`)+
		fmt.Sprintf(line, "refused", "a", "Resolved", `"decided_by":"no@contoso.com"`)+
		fmt.Sprintf(line, "written", "a", "Active", `"decided_by":"no@contoso.com"`)+
		fmt.Sprintf(line, "written", "b", "Resolved", "")), 0o600))
	by, err := report.Deciders(path)
	expect.NoError(t, err)
	b := report.NewBuilder(window(), noon(), false, by)
	for _, id := range []string{"a", "b", "c"} {
		b.Add(report.NewRecord(resolved(id, day, time.Hour)))
	}
	expect.Equal(t, "decisions", []report.Decision{{By: "ci@contoso.com", Reason: "Fraud", Number: 1},
		{By: "kim@contoso.com", Reason: "Fraud", Number: 1},
		{By: "lee@contoso.com", Reason: "Fraud", Number: 1}}, b.Report().Decisions)
}

// The error says what to do, in words of the log and not of this program.
func TestDeciders_BrokenLines(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	for _, broken := range []string{"{", "[]", "text", "7", `{"kind":7}`, `{"annotations":{"a":1}}`,
		"\x1f\x8b", `{"a":"` + strings.Repeat("0", 2<<20) + `"}`} {
		expect.NoError(t, os.WriteFile(path, []byte("{}\n"+broken+"\n"), 0o600))
		_, err := report.Deciders(path)
		if err == nil || !strings.HasPrefix(err.Error(), path+", line 2: th") {
			t.Errorf("%.20q: got %v", broken, err)
		} else if regexp.MustCompile(`json:|Go |struct|bufio`).MatchString(err.Error()) {
			t.Errorf("%.20q: the error names parts of the program: %v", broken, err)
		}
	}
}
