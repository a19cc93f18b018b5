// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
)

// fields is a record without pointers, to compare.
func fields(r budgets.Record) string {
	return strings.Join([]string{r.Customer, r.Name, budgets.Text(r.Budget),
		budgets.Text(r.PercentUsed), fmt.Sprint(r.HasAzurePlan), budgets.Text(r.TotalCost),
		budgets.Text(r.USDTotalCost), r.CurrencyCode, r.CurrencyLocale,
		r.LastModified.UTC().Format(time.RFC3339Nano)}, "|")
}

// The samples of all usage records, field by field: those of customers, and those of subscriptions,
// which have the same form. "none" is a number that the sample does not print.
func TestSamples_UsageRecords(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"76-customers-usagerecords.json": {
			"11111111-1843-4b3b-872f-206e08a08e51|LEGACY AZURE CUSTOMER SE|none|0|false|0|0||fr-FR|" +
				"2019-08-01T23:00:16.57Z",
			customer + "|Modern Azure Customer SE|20|602.84|true|120.5682999999995904716|" +
				"12.39999999999999985235|SEK||2019-09-17T17:08:11.1433333Z",
			"11111111-5892-4326-8541-9da1fdb233fb|Test_Test_MA20190829_14|none|0|true|0|0|GBP||" +
				"2019-09-17T17:08:11.1433333Z",
			"11111111-641b-4c53-b7fc-0f2bfca8a581|Modern Azure Customer UK|97|28.08|true|" +
				"27.23292827625710931604|33.280000000000001044|GBP||2019-09-17T17:08:11.1433333Z",
		},
		"78-subscription-usagerecords-azure-plan.json": {
			"11111111-7d58-6654-69fa-0797198155d3|Azure plan|none|none|false|0|0|GBP||" +
				"2019-09-18T17:09:26.16Z",
			"11111111-25aa-ebb8-2bb4-fb406307babd|Azure plan|none|none|false|0|0|GBP||" +
				"2019-09-18T17:09:26.16Z",
		},
		"79-subscription-usagerecords-legacy.json": {
			"11111111-F347-41B6-B02C-187B1B778A43|Microsoft Azure|none|none|false|22.861172|0||fr-FR|" +
				"2019-09-01T23:04:41.193Z",
		},
	} {
		text := sample(t, name)
		for form, reply := range map[string]string{"wrapped": text, "bare": bare(text),
			"other case": strings.NewReplacer(`"items"`, `"Items"`, `"budget"`, `"BUDGET"`, `"amount"`,
				`"Amount"`, `"totalCost"`, `"TotalCost"`, `"resourceId"`, `"ResourceID"`, `"percentUsed"`,
				`"PERCENTUSED"`).Replace(text)} {
			all, err := client(t, always("200 "+reply)).Records(t.Context())
			expect.NoError(t, err)
			var got []string
			for _, r := range all {
				got = append(got, fields(r))
			}
			expect.Equal(t, name+", "+form, want, got)
		}
	}
}

// The samples of both summaries: a customer's, whose budget is read by itself, and the partner's.
// The documentation's table spells two fields otherwise than its sample.
func TestSamples_UsageSummaries(t *testing.T) {
	t.Parallel()
	partner := sample(t, "80-partner-usagesummary.json")
	const wantPartner = "1|0|11|22.861172|none||fr-FR|2019-08-28T07:00:00Z|2019-09-27T07:00:00Z|" +
		"2019-09-01T23:04:41.193Z"
	for reply, want := range map[string]string{
		partner: wantPartner,
		strings.NewReplacer(`"customersOverBudget"`,
			`"emailsToNotify":["x@y.example"],"CustomerOverBudget"`,
			"UsageBasedSubscription", "UsageBasedSubscriptions").Replace(partner): wantPartner,
		sample(t, "77-customer-usagesummary-azure-plan.json"): "none|none|none|" +
			"28.82860766744404945074|35.23000000000000362337|GBP||2019-09-01T00:00:00Z|" +
			"2019-10-01T00:00:00Z|2019-09-18T17:09:26.16Z",
	} {
		s, err := client(t, always("200 "+reply)).Summary(t.Context())
		expect.NoError(t, err)
		var got []string
		for _, n := range []*big.Float{s.CustomersOverBudget, s.CustomersTrendingOver,
			s.CustomersWithUsage, s.TotalCost, s.USDTotalCost} {
			got = append(got, budgets.Text(n))
		}
		got = append(got, s.CurrencyCode, s.CurrencyLocale)
		for _, at := range []time.Time{s.BillingStart, s.BillingEnd, s.LastModified} {
			got = append(got, at.UTC().Format(time.RFC3339Nano))
		}
		expect.Equal(t, "summary", want, strings.Join(got, "|"))
	}
}

// Another object must not pass for a partner without usage.
func TestSummary_RefusesWhatIsNoSummary(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"code":"2000","description":"no"}`, `{"message":"welcome"}`, "{}",
		`{"totalCost":null}`, `{"items":[{"totalCost":1}]}`} {
		if s, err := client(t, always("200 "+body)).Summary(t.Context()); err == nil {
			t.Errorf("%s: got %+v", body, s)
		}
	}
}

// The documentation prints the reply about one budget as invalid JSON, which is an error.
func TestSamples_BudgetAsPrinted(t *testing.T) {
	t.Parallel()
	_, err := client(t, always("200 "+sample(t, "74-usagebudget-get.raw.json"))).Get(t.Context(),
		customer)
	if !errors.As(err, new(*partnercenter.Error)) {
		t.Errorf("got %v", err)
	}
}

func TestSamples_RequestOfAWrite(t *testing.T) {
	t.Parallel()
	s := always(`200 {"amount":100}`)
	_, err := client(t, s).Set(t.Context(), customer, nil, number(t, "100"))
	expect.NoError(t, err)
	_, sent, _ := strings.Cut(s.calls[0], "usagebudget ")
	var got, want any
	expect.NoError(t, json.Unmarshal([]byte(sent), &got))
	expect.NoError(t, json.Unmarshal([]byte(sample(t, "75-usagebudget-update-request.json")), &want))
	expect.Equal(t, "request", want, got)
}

// A record has its budget in either of two members, as one sample prints both.
func TestRecords_EitherMemberHasTheBudget(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]string{
		`{"budget":{"amount":1},"customerSpendingBudget":{"amount":2}}`:    "1",
		`{"budget":{"amount":0},"customerSpendingBudget":{"amount":2}}`:    "0",
		`{"budget":{"amount":null},"customerSpendingBudget":{"amount":2}}`: "2",
		`{"customerSpendingBudget":{"amount":2}}`:                          "2",
		`{"budget":null,"customerSpendingBudget":{}}`:                      "none",
		`{"percentUsed":null}`:                                             "none",
	} {
		all, err := client(t, always("200 ["+reply+"]")).Records(t.Context())
		expect.NoError(t, err)
		expect.Equal(t, reply, want, budgets.Text(all[0].Budget))
	}
}
