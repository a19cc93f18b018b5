// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package auditrecords is a window on the world: the partner's activity log.
//
// # Assumptions
//
// This list is complete: it has every point that the API's documentation leaves open. Names in
// brackets are switches.
//
// Requests:
//   - Dates are yyyy-mm-dd in UTC; both days are included. Without an end, the list ends 30 days
//     after its start, or today. Without a start, it begins 30 days ago. (parity: audit-dates)
//   - More than 30 days, a start before the last 90 days (today included), an end before the start,
//     and an end in the future are refused. (parity: audit-window)
//   - A filter is one JSON object with Field, Value, and Operator, in exactly this case: CustomerId
//     or ResourceType with equals, CompanyName with substring. The values match in any case. A
//     resource type has no underscores [AuditTypesSpaced]. (parity: audit-type-filter,
//     audit-one-filter)
//   - size must be above zero; a page has 500 records at most [AuditPageSize]. (parity:
//     audit-page-size)
//   - MS-ContinuationToken needs seekOperation=Next and the same query, and the reverse. The token
//     is in a header of the reply [AuditToken]. (parity: audit-token)
//   - Other parameters are refused. Every refusal is a 400 without a code. (parity: audit-refusal)
//   - Admin agents may call it, and apps without a user. (parity: audit-roles)
//
// Replies:
//   - The order is newest first. A page begins at a position, so records that are added meanwhile
//     repeat the end of the page before [AuditHeadGrows]. (parity: audit-head)
//   - A list is a collection [AuditBare] whose totalCount counts all pages [AuditTotalOfPage].
//     Records have an id [AuditNoIDs]. (parity: audit-wrapped, audit-total, audit-ids)
//   - The log has alerts from the moment of their detection, with the resource type subscription
//     and no user. Operations without a documented type are not logged [AuditUndocumented]: changes
//     of an alert's status and of the webhook registration, webhook tests, and requests to cancel
//     or reactivate an Azure subscription. Those requests have the resource type of the SDK,
//     azure_entitlement. All these operation types are invented. Records appear without delay.
//     (parity: audit-undocumented, audit-alert, audit-values)
//   - A record of a call has its user, its app by id, and its MS-CorrelationId. What a colleague
//     does in the portal has no app. (parity: audit-caller)
//   - Fields without a value are left out. (parity: audit-values)
package auditrecords
