// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package partnercenter is the window on the world that Partner Center's fraud events API is.
//
// # Assumptions
//
// This is the whole list of what the API's documentation does not say. Those with a name in
// brackets can be switched.
//
// Requests:
//   - Paths are compared exactly, so a stray '>' or '}' finds nothing (404/1000). Another method is
//     405.
//   - MS-RequestId and MS-CorrelationId must be GUIDs (400/800002). Leaving one out, or Accept, is
//     let pass and noted as a violation, and so is a request id that is used again after a
//     response. An Accept without JSON is 406.
//   - A write without Content-Type, or with another than JSON, is 415.
//   - Names of query parameters and the values of filters ignore case [CaseSensitive]. Unknown
//     names have no effect and are noted. A parameter that is given twice is 400/3000.
//   - A SubscriptionId that is no GUID is 400/3000; one that nobody knows finds nothing; one that
//     the service has forgotten is 404/20003.
//   - An unknown EventStatus or EventType is 400/900126 [UnknownValueEmpty]. A type that some event
//     has is known.
//   - PageSize and PageNumber that do not come together, or are not above zero, are ignored and
//     noted [RefuseHalfPaging]. One that is no number is 400/3000. There is no largest page
//     [MaxPageSize, RefuseLargePages]. Without paging everything comes [UnpagedCap]. The new model
//     pages [PagingIgnored].
//   - In the classic model EventType, PageSize and PageNumber are ignored [RefuseInClassic].
//   - X-NewEventsModel selects the new model with the value "true" in any case; any other value is
//     the classic model.
//
// Listings:
//   - The order is newest first, then by id [Order]. Nothing found is [] [EmptyIs204]. There is no
//     byte order mark [BOM] and no compression [Gzip]. The fields of the new model come before the
//     classic ones.
//   - A listing is a bare array [Wrapped] of objects whose keys begin with a small letter
//     [PascalCaseKeys] and are all documented [ExtraFields]. A description is short
//     [PadDescription].
//   - The classic model shows events of the type NetworkConnectionsToCryptoMiningPools only.
//   - isTest is the text "IsTest" [IsTestKey, IsTestBool], hitCount a text [HitCountNumber],
//     activityLogs JSON in a text [ActivityLogs] and "[]" when there are none, confidenceLevel
//     lower case beside other enums in documented case [EnumCase]. Times have 2 to 7 decimals
//     [TimeDecimals]. entityUrl has backslashes, affectedResources has slashes.
//
// Writes:
//   - EventStatus is required in both models and compared exactly: "Resolve" and "resolved" are
//     400/900126.
//   - Resolved needs Fraud, Ignore or Legitimate. Another status takes "", "None", null or nothing
//     [Reason].
//   - Active reopens an event in both models [ReopenRefused].
//   - EventIds that is missing, null or empty changes every event of the subscription, in either
//     model. The emulator does it and notes a violation. A blank id in it is 400/3000.
//   - Ids are compared exactly. Ids that do not exist, that belong to another subscription, or that
//     the classic model does not show refuse the whole call with 400/3000 [UnknownIDs]. There is no
//     limit on their number [MaxEventIDs].
//   - A resolved event may be resolved in another way [AlreadyResolved]. Setting what is set
//     already changes nothing and writes no activity log.
//   - The reply holds the named events as they are now [UpdateReply], and a listing shows the
//     change at once [UpdateLag].
//   - Names in the body begin with a capital or a small letter; other names, and a name in both
//     forms, are 400/3000. A body that is no JSON object is 400/800002.
//   - A subscription that is not known is 404/20003.
//
// Access:
//   - The checks come in this order: headers, token present (401/800001), token good (401/400),
//     audience (401/900420), a user's token (403/900329), scope (403/900308), MFA (401/900421)
//     [MFANotEnforced, MFARefusalEmpty], a claims challenge [ClaimsChallenge], the partner's own
//     tenant (403/2032), Admin agent (403/900150), then the operation.
//   - isMfaCompliant is a response header, sent when ValidateMfa asks for it [NoMFAHeader].
//   - Throttling is off [ThrottleCalls, ThrottleSeconds, ThrottleAsDate]; its span is fixed and
//     common to both operations, and its answer has no MS-RequestId because the gateway gives it.
//     Repeating a call before its Retry-After has passed is a violation.
package partnercenter
