// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package partnercenter is a window on the world: Partner Center's fraud events API.
//
// # Assumptions
//
// This list is complete: it has every point that the API's documentation leaves open. Names in
// brackets are switches.
//
// Requests:
//   - Paths are compared exactly, so a stray '>' or '}' finds nothing (404/1000). Another method is
//     405. (parity: list-one-operation, call-paths)
//   - MS-RequestId and MS-CorrelationId must be GUIDs (400/800002). Omitting one of them or Accept
//     is a violation, but not refused, and so is reusing a request id after a response. An Accept
//     without JSON is 406. (parity: call-ids-are-guids, call-ids, call-contract-version,
//     call-id-repeats)
//   - A write without Content-Type, or with a type other than JSON, is 415. (parity: call-json)
//   - Names of query parameters and values of filters are not case-sensitive [CaseSensitive].
//     Unknown names have no effect and are a violation. A duplicate parameter is 400/3000. (parity:
//     list-parameter-case)
//   - A SubscriptionId that is not a GUID is 400/3000. An unknown one has no events. One that the
//     service has forgotten is 404/20003. (parity: list-unknown-subscription, list-age-out)
//   - An unknown EventStatus or EventType is 400/900126 [UnknownValueEmpty]. The type of any event
//     is known. (parity: list-unknown-value, list-types-open)
//   - If only one of PageSize and PageNumber is given, or if one is not above zero, they are
//     ignored, which is a violation [RefuseHalfPaging]. A value that is not a number is 400/3000.
//     There is no maximum page size [MaxPageSize, RefuseLargePages]. Without paging, the reply has
//     all events [UnpagedCap]. The new model has pages [PagingIgnored]. (parity: list-half-pages,
//     list-page-limit, list-large-page, list-unpaged-limit, list-pages, list-no-next)
//   - In the classic model EventType, PageSize and PageNumber are ignored [RefuseInClassic].
//     (parity: list-classic-parameters)
//   - X-NewEventsModel selects the new model with the value "true" in any case. Any other value
//     selects the classic model. (parity: list-models)
//
// Listings:
//   - The order is newest first, then by id [Order]. An empty result is [] [EmptyIs204]. There is
//     no byte order mark [BOM] and no compression [Gzip]. The fields of the new model come before
//     the classic ones. (parity: list-order, list-empty, list-bom, list-gzip,
//     list-complete-statuses, list-pages-shift)
//   - A listing is a bare array [Wrapped] of objects whose keys begin with a small letter
//     [PascalCaseKeys] and are all documented [ExtraFields]. A description is short
//     [PadDescription]. (parity: list-bare, list-keys-case, list-unknown-keys, list-long-text)
//   - The classic model shows only events of the type NetworkConnectionsToCryptoMiningPools.
//     (parity: list-models)
//   - isTest is the text "IsTest" [IsTestKey, IsTestBool], hitCount a text [HitCountNumber],
//     activityLogs JSON in a text [ActivityLogs] and "[]" when there are none, confidenceLevel
//     lower case beside other enums in documented case [EnumCase]. Times have 2 to 7 decimals
//     [TimeDecimals]. entityUrl has backslashes, affectedResources has slashes. (parity:
//     list-is-test-key, list-is-test-type, list-hit-count, list-activity-logs, list-enum-case,
//     list-time-decimals, list-placeholders, list-details, list-slashes, list-event-id,
//     list-time-zone)
//
// Writes:
//   - EventStatus is required in both models and case-sensitive: "Resolve" and "resolved" are
//     400/900126. (parity: write-status-spelling)
//   - Resolved requires Fraud, Ignore, or Legitimate. Other statuses require "", "None", null, or
//     no reason [Reason]. (parity: write-reason, write-reasons)
//   - Active reopens an event in both models [ReopenRefused]. (parity: write-reopen)
//   - If EventIds is missing, null, or empty, the write changes every event of the subscription, in
//     both models. The emulator does so and records a violation. A blank id is 400/3000. (parity:
//     write-all)
//   - Ids are case-sensitive. If an id does not exist, belongs to another subscription, or is not
//     in the classic model, the whole call is refused with 400/3000 [UnknownIDs]. The number of ids
//     is unlimited [MaxEventIDs]. (parity: write-unknown-ids, write-id-limit, write-id-case,
//     list-unique-ids)
//   - A resolved event can be resolved differently [AlreadyResolved]. Setting the current status
//     changes nothing and writes no activity log. (parity: write-resolved, write-same-status)
//   - The reply contains the named events after the change [UpdateReply], and a listing shows the
//     change at once [UpdateLag]. (parity: write-reply, write-lag, write-unknown-outcome)
//   - Names in the body start with an uppercase or a lowercase letter. Other names, and a name in
//     both forms, are 400/3000. A body that is not a JSON object is 400/800002. (parity:
//     write-body)
//   - An unknown subscription is 404/20003. (parity: list-unknown-subscription)
//
// Access:
//   - The checks come in this order: headers, token present (401/800001), token good (401/400),
//     audience (401/900420), a user's token (403/900329), scope (403/900308), MFA (401/900421)
//     [MFANotEnforced, MFARefusalEmpty], a claims challenge [ClaimsChallenge], the partner's own
//     tenant (403/2032), Admin agent (403/900150), then the operation. (parity: access-mfa,
//     access-mfa-refusal, access-challenge, access-order, access-token, access-audience,
//     access-app-only, access-role, error-shape, error-codes)
//   - isMfaCompliant is a response header, sent when ValidateMfa asks for it [NoMFAHeader].
//     (parity: access-mfa-header)
//   - Throttling is off [ThrottleCalls, ThrottleSeconds, ThrottleAsDate]; its span is fixed and
//     common to both operations, and its answer has no MS-RequestId because the gateway gives it.
//     Repeating a call before its Retry-After has passed is a violation. (parity: throttle-limits,
//     throttle-span, throttle-retry-after, call-time)
package partnercenter
