// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package graph is a window on the world: Microsoft Graph's partner security, beta. It serves the
// security score, the security alerts, which are the events of Partner Center, and batches.
//
//	window      passes each call to its operation, after the checks that all have in common
//	operations  paths and methods; authorize says who may call
//	score       requirements  the security score
//	alerts      alert_query, filter  lists and single alerts; alert_properties has their form
//	alert_update  changes one alert
//	batch       runs several requests, each like a call of its own
//
// # Assumptions
//
// This list is complete: it has every point that Graph's documentation leaves open. Names in
// brackets are switches.
//
// The score:
//   - The score is an object within value, as in the sample [GraphPlainScore], without
//     requirements. A partner always has one [GraphNoScore: 404]. It is computed for each call, so
//     it does not lag. (parity: score-form, score-exists, score-lag)
//   - Only the score, requirements, and customerInsights are served. Query options are refused with
//     400, except the $skiptoken of a next link. (parity: score-options)
//   - The five documented requirements have 20 points each, in the state active. The score is the
//     sum in percent, with two decimals. (parity: score-points, score-spelling)
//   - securityAlertsPromptlyResolved has all points if the alerts that were resolved in the last 30
//     days took 24 hours on average, or less, or if there are none: then the average is 0. (parity:
//     score-points)
//   - spendingBudgetSetForCustomerAzureSubscriptions and mfaEnforcedForAdminsOfCustomers have
//     points in proportion to customers, in whole numbers. The customers are those with alerts.
//     Those without MFA are the first ones by tenant id [GraphCustomersWithoutMFA]. (parity:
//     score-customers, score-points)
//   - mfaEnforcedForAdmins has all points if no admin lacks MFA, of ten admins and twenty users. A
//     user who called Partner Center without MFA is such an admin [GraphAdminsWithoutMFA: more of
//     them]. A security contact is provided [GraphNoSecurityContact]. (parity: score-admins,
//     score-contact)
//   - A page of customerInsights has 100 customers [GraphPageSize]. (parity: score-pages)
//
// Alerts:
//   - An alert can be listed, read, and changed. Other methods are 405. (parity: graph-operations)
//   - An alert is an event of Partner Center, with another id: a GUID, or the id of the
//     subscription with a GUID. Ids are compared with case, and an unknown one is 404/NotFound.
//     Lists have alerts of every status in the order of Partner Center's lists, until they age out
//     or the subscription is forgotten. (parity: graph-ids, graph-id-case, graph-unknown-id,
//     graph-lists)
//   - Names of customers, subscriptions, and partners are missing. Values of enums begin with a
//     small letter, and so do types [GraphTypesUnchanged], unless they begin with an acronym.
//     isTest is a Boolean [GraphIsTestText]. Times have the zone Z and 2 to 7 decimals. What an
//     unresolved alert lacks is null, and so is an unknown time. (parity: graph-fields,
//     graph-enums, graph-types, graph-is-test, graph-times, graph-nulls)
//   - additionalDetails has the keys and values of Partner Center in the spelling of the sample,
//     without the resource. (parity: graph-details)
//   - $filter takes every property that is one value, with eq, ne, gt, ge, lt, le, in, and, or, not
//     [GraphFilter, GraphFilterOnly], and ignores case in texts [GraphFilterExactCase]. Anything
//     else is 400/BadRequest. (parity: graph-filter, graph-filter-properties, graph-filter-case)
//   - $select, $count, $top, and $skip are supported. $top is the size of a page, at most 100
//     [GraphAlertsPageSize]. Other options of OData are 400/BadRequest, other parameters a
//     violation. (parity: graph-options, graph-page-size)
//   - The link to the next page repeats the query, with a $skiptoken that counts alerts, so pages
//     shift when alerts come and go [GraphNextLink]. (parity: graph-next-link)
//
// Changes:
//   - A change has status and, if that is resolved, maybe resolvedReason, in Graph's spelling. Any
//     other member is 400/BadRequest, and a violation. Without a reason, it is null. A body that is
//     not declared as JSON is 415. (parity: graph-update-body, graph-reason)
//   - The reply is 200 with the changed alert [GraphUpdateReply], and reads show the change at once
//     [GraphUpdateLag]. (parity: graph-update-reply, graph-lag)
//   - A resolved alert can become active [GraphReopenRefused], and can be resolved differently
//     [GraphAlreadyResolved]. (parity: graph-reopen, graph-resolved)
//
// Batches:
//   - $batch takes alerts and the score [GraphBatch]. Its requests run one after another, and
//     replies come in the reverse order. A request with dependsOn needs those before it, and is 424
//     if one has failed. (parity: graph-batch, graph-batch-order)
//   - Each request is authorized, throttled, and answered by itself, and fails alone. (parity:
//     graph-batch-parts)
//   - More than 20 requests, none, an id twice, a url with a host, and a body without Content-Type
//     are 400 for the whole batch, and a violation. (parity: graph-batch-limits)
//
// Access:
//   - The checks come in this order: token present and good (401/InvalidAuthenticationToken),
//     audience (401, and a violation), permission (403/Authorization_RequestDenied), MFA of a user
//     (403/Unauthorized_MissingMFA), the partner's own tenant, and the role. (parity: score-checks,
//     graph-checks)
//   - The score accepts an app without a user [GraphAppOnlyRefused: 403/Unauthorized_MissingMFA],
//     and the roles Admin agent, Security Administrator, and Security Reader (403/Forbidden).
//     (parity: score-app-only, score-checks)
//   - Alerts refuse an app as observed, with other names of members in the error
//     [GraphAlertsAppOnly]. Reading them needs PartnerSecurity.Read.All or
//     PartnerSecurity.ReadWrite.All, changing them the latter. A user without the role Admin agent
//     does not have the segment partner, 400/BadRequest [GraphOutsider]. (parity: graph-app-only,
//     graph-mfa, graph-permissions, graph-outsider)
//   - There is no throttling [GraphThrottleCalls, GraphThrottleSeconds]. Its span is fixed, and
//     common to all operations. A batch does not count, but its requests do. (parity:
//     graph-throttle, graph-throttle-span)
//   - A call without a client-request-id, or with one that was used before, is a violation.
//     (parity: call-id-repeats)
package graph
