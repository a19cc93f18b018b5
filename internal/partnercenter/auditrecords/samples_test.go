// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/auditrecords"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func same(t *testing.T, want, got []auditrecords.Record) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(auditrecords.Record{})); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// byCustomer are the records of sample 66, without their values.
func byCustomer() []auditrecords.Record {
	text := func(s string) *string { return &s }
	record := auditrecords.Record{
		OperationStatus: "succeeded", CustomerTenantID: "0c39d6d5-c70d-4c55-bc02-f620844f3fd1",
		CustomerName: "Relecloud", UserPrincipalName: "admin@domain.onmicrosoft.com",
	}
	order, license := record, record
	order.OperationType, order.ResourceType = "create_order", "order"
	order.OperationDate = at("2017-06-15T22:56:05.0589308Z")
	order.CustomizedData = map[string]*string{
		"OrderId": text("d51a052e-043c-4a2a-aa37-2bb938cef6c1"), "BillingCycle": text("None"),
		"OfferId-0":          text("C0BD2E08-11AC-4836-BDC7-3712E744922F"),
		"SubscriptionId-0":   text("488745B5-2086-4912-802C-6ABB9F7C3638"),
		"SubscriptionName-0": text("Office 365 Business Premium Trial"),
		"Quantity-0":         text("25"), "PartnerOnRecord-0": nil,
	}
	license.OperationType, license.ResourceType = "update_customer_user_licenses", "license"
	license.ApplicationID = "Partner Center Native App"
	license.OperationDate = at("2017-06-01T20:09:07.0450483Z")
	license.CustomizedData = map[string]*string{
		"CustomerUserId":    text("482e2152-4b49-48ec-b715-823365ce3d4c"),
		"AddedLicenseSkuId": text("efccb6f7-5641-4e0e-bd10-b4976e1bf68e"),
	}
	return []auditrecords.Record{order, license}
}

func TestList_SampleByCustomer(t *testing.T) {
	t.Parallel()
	body := sample(t, "66-auditrecords-by-customer.http")
	got := expect.Must(replying(t, body).List(t.Context(), oneDay()))(t)
	same(t, byCustomer(), got)

	query := oneDay()
	query.Values = true
	got = expect.Must(replying(t, body).List(t.Context(), query))(t)
	if !strings.HasPrefix(got[0].ResourceNewValue, `{"Id":"d51a052e-043c-4a2a-aa37-2bb938cef6c1",`) ||
		got[0].ResourceOldValue != "" || !strings.HasSuffix(got[1].ResourceNewValue,
		`{"ObjectType":"LicenseUpdate"}}`) {
		t.Errorf("values %q and %q", got[0].ResourceNewValue, got[1].ResourceNewValue)
	}
}

// A total of 17 with one record is not an unfinished list.
func TestList_SampleOfOneDay(t *testing.T) {
	t.Parallel()
	user := "933808c7-b165-496c-a24e-1a4b7846fab4"
	want := []auditrecords.Record{{
		ID: "9daaeb1c-4195-4db5-9f1d-509eb70c8c2d_e905b566-4779-4e57-944c-7b1b5312705b_" +
			"updatecustomeruserlicenses_637346859797753934",
		OperationType: "update_customer_user_licenses", OperationStatus: "succeeded",
		OperationDate:    at("2020-09-02T23:26:19.7753934Z"),
		CustomerTenantID: "e905b566-4779-4e57-944c-7b1b5312705b", ResourceType: "license",
		UserPrincipalName: "admin@domain.onmicrosoft.com", ApplicationID: "FulfillmentService",
		CustomizedData: map[string]*string{"CustomerUserId": &user},
	}}
	body := sample(t, "67-auditrecords-one-day.json")
	same(t, want, expect.Must(replying(t, body).List(t.Context(), oneDay()))(t))
}

func TestList_SampleOfARefusal(t *testing.T) {
	t.Parallel()
	body := sample(t, "68-auditrecords-date-error.observed.json")
	c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(body))
	})
	_, err := c.List(t.Context(), oneDay())
	if err == nil {
		t.Fatal("no error")
	}
	expect.Contains(t, err.Error(), "The request is invalid.", "2026-04-30 to 2026-04-30",
		"within the last 90 days in UTC")
}

func TestList_OtherForms(t *testing.T) {
	t.Parallel()
	whole := `{"a":1}`
	for body, want := range map[string][]auditrecords.Record{
		"": nil, "null": nil, "[]": nil, `{"items":[]}`: nil, `{"Items":null}`: nil,
		`[{"ID":"1","OPERATIONTYPE":"x","OperationDate":"2026-04-30T01:02:03"}]`: {
			{ID: "1", OperationType: "x", OperationDate: at("2026-04-30T01:02:03Z")}},
		`[{"id":7,"operationType":null,"operationDate":true,"customizedData":{"a":1}}]`: {
			{ID: "7", CustomizedData: map[string]*string{"customizedData": &whole}}},
		`[{"id":"1","customizedData":[]}]`: {{ID: "1", CustomizedData: map[string]*string{}}},
	} {
		got, err := replying(t, body).List(t.Context(), oneDay())
		expect.NoError(t, err)
		same(t, want, got)
	}
	for _, body := range []string{"{}", `"x"`, "[1]", "[{}", "<html>", `{"items":{}}`} {
		if _, err := replying(t, body).List(t.Context(), oneDay()); err == nil {
			t.Errorf("%s passed", body)
		}
	}
}
