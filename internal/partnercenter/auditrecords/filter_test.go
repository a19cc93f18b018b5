// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/auditrecords"
)

const threeRecords = `[
	{"id":"1","customerId":"C1","customerName":"Relecloud","resourceType":"customer_user",
	 "operationType":"add_user_member","operationStatus":"succeeded","userPrincipalName":"Ann@x"},
	{"id":"2","customerId":"c2","customerName":"Contoso","resourceType":"subscription",
	 "operationType":"azure_fraud_event_detected","operationStatus":"failed"},
	{"id":"3","operationType":"azure_fraud_event_detected"}]`

// The service applies one filter. The client applies all of them, and keeps records that lack the
// field only if the service's filter is about it.
func TestList_Filters(t *testing.T) {
	t.Parallel()
	type query = auditrecords.Query
	for name, row := range map[string]struct {
		query        query
		filter, want string
	}{
		"none": {query{}, "", "1 2 3"},
		"customer": {query{CustomerTenantID: "c1", CustomerNameContains: "RELE",
			ResourceType: "customer_user"},
			`{"Field":"CustomerId","Value":"c1","Operator":"equals"}`, "1"},
		"customer alone": {query{CustomerTenantID: "c1"},
			`{"Field":"CustomerId","Value":"c1","Operator":"equals"}`, "1 3"},
		"name": {query{CustomerNameContains: "conTOSO", ResourceType: "Subscription"},
			`{"Field":"CompanyName","Value":"conTOSO","Operator":"substring"}`, "2"},
		"resource type": {query{ResourceType: "subscription"},
			`{"Field":"ResourceType","Value":"Subscription","Operator":"equals"}`, "2 3"},
		"resource type of two words":         {query{ResourceType: "customer_user"}, "", "1"},
		"resource type as the portal has it": {query{ResourceType: "CustomerUser"}, "", "1"},
		"operation types": {query{OperationTypes: []string{"Azure_Fraud_Event_Detected", "x"}},
			"", "2 3"},
		"statuses": {query{OperationStatuses: []string{"FAILED"}}, "", "2"},
		"users":    {query{UserPrincipalNames: []string{"ann@X"}}, "", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := "no call"
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				sent = r.FormValue("filter")
				_, _ = w.Write([]byte(threeRecords))
			})
			row.query.Start, row.query.End = oneDay().Start, oneDay().End
			var ids []string
			for _, r := range expect.Must(c.List(t.Context(), row.query))(t) {
				ids = append(ids, r.ID)
			}
			expect.Equal(t, "filter", row.filter, sent)
			expect.Equal(t, "records", row.want, strings.Join(ids, " "))
		})
	}
}
