// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Behaviour switches undocumented behaviour of the service (docs-dev/api.md, Unknown). The zero
// value is the default: the most likely behaviour or, if none is more likely, the strictest. In
// JSON, the names are the field names.
type Behaviour struct {
	// How events look.
	ActivityLogs ActivityLogsForm // default: JSON text in a string
	// "IsTest" (default, as in the samples) or "isTest" (as in the table)
	IsTestKey      string
	IsTestBool     bool     // isTest as a bool; default: a string
	HitCountNumber bool     // hitCount as a number; default: a string
	EnumCase       EnumCase // default: as in the samples
	TimeDecimals   int      // 1 to 7: every time has that many decimals; 0: as stored
	PascalCaseKeys bool     // keys begin with a capital letter
	ExtraFields    bool     // undocumented fields
	// lengthens every description by that many bytes, for large replies
	PadDescription int

	// How a listing looks.
	BOM           bool        // the reply begins with a UTF-8 byte order mark
	Gzip          bool        // the reply is compressed if the client accepts that
	EmptyIs204    bool        // nothing found: 204 without a body; default: []
	Wrapped       bool        // {"totalCount":…,"items":[…]} instead of a bare array
	Order         world.Order // default: newest first
	PagingIgnored bool        // PageSize and PageNumber have no effect
	MaxPageSize   int         // 0: none
	// a PageSize above MaxPageSize is refused; default: silently reduced
	RefuseLargePages bool
	// PageSize without PageNumber, or the reverse, is refused; default: ignored
	RefuseHalfPaging bool
	UnpagedCap       int  // the most events of a reply without paging; 0: no cap
	CaseSensitive    bool // names and values of query parameters are compared exactly
	// an unknown EventStatus or EventType finds nothing; default: 400/900126
	UnknownValueEmpty bool
	// EventType and paging in the classic model are refused; default: ignored
	RefuseInClassic bool

	// How a write is checked and answered.
	ReopenRefused   bool            // Active as a target is refused in the new model
	Reason          ReasonRule      // the reason of a status other than Resolved
	UnknownIDs      UnknownIDs      // default: the whole call is refused
	AlreadyResolved AlreadyResolved // default: the new decision overwrites the old one
	MaxEventIDs     int             // the most ids of a call; 0: no limit
	UpdateReply     UpdateReply     // default: the named events
	UpdateLag       int             // a write takes effect only after that many further listings

	// Access.
	MFANotEnforced bool // tokens without MFA are accepted
	// an MFA refusal has no body, as documented in 2019; default: 401/900421 with a body
	MFARefusalEmpty bool
	NoMFAHeader     bool // isMfaCompliant is never sent
	ThrottleCalls   int  // calls per window, API only; 0: no throttling. Refused calls count too
	ThrottleSeconds int  // length of the window; 0: 60
	ThrottleAsDate  bool // Retry-After as an HTTP date; default: seconds
	// the API requires one more claim (401, insufficient_claims) until a token carries it
	ClaimsChallenge bool
}

// ActivityLogsForm is a form of activityLogs (docs-dev/api.md, Fields).
type ActivityLogsForm string

// The forms of activityLogs.
const (
	ActivityLogsJSONText ActivityLogsForm = ""        // a string that holds a JSON array
	ActivityLogsObjects  ActivityLogsForm = "objects" // an array of objects
	// An array of strings, each holding a JSON object.
	ActivityLogsStrings ActivityLogsForm = "strings"
	ActivityLogsNull    ActivityLogsForm = "null"
)

// EnumCase is the case in which enum values are printed.
type EnumCase string

// The cases of enum values.
const (
	EnumCaseSamples    EnumCase = ""           // "high" as confidence with "Medium" as severity
	EnumCaseDocumented EnumCase = "documented" // as spelled in the tables
	EnumCaseLower      EnumCase = "lower"      // all lower case
)

// ReasonRule says which ResolvedReason a status other than Resolved may have.
type ReasonRule string

// The rules for the reason of a status other than Resolved. A refusal is 400/3000.
const (
	ReasonNone    ReasonRule = ""       // "", "None", null or omitted; a real reason is refused
	ReasonEmpty   ReasonRule = "empty"  // only ""
	ReasonLiteral ReasonRule = "none"   // only "None"
	ReasonAbsent  ReasonRule = "absent" // must be omitted or null
	// As the documentation says in its table: Fraud, Ignore or Legitimate.
	ReasonRequired ReasonRule = "required"
)

// UnknownIDs is the effect of ids that the subscription does not have.
type UnknownIDs string

// The ways to treat unknown ids.
const (
	UnknownIDsRefused UnknownIDs = ""        // 400/3000, nothing is changed
	UnknownIDsIgnored UnknownIDs = "ignored" // the others are changed, 200
	// The others are changed, but the reply is 400/3000.
	UnknownIDsPartial UnknownIDs = "partial"
)

// AlreadyResolved is the effect of a write on events that are resolved differently.
type AlreadyResolved string

// The ways to treat events that are already resolved.
const (
	AlreadyResolvedOverwritten AlreadyResolved = ""
	AlreadyResolvedRefused     AlreadyResolved = "refused" // 400/3000, nothing is changed
	AlreadyResolvedIgnored     AlreadyResolved = "ignored" // they keep their decision, 200
)

// UpdateReply is the content of the reply to a write.
type UpdateReply string

// The replies to a write.
const (
	UpdateReplyNamed        UpdateReply = ""             // the events that the call named
	UpdateReplySubscription UpdateReply = "subscription" // all events of the subscription
	UpdateReplyEmpty        UpdateReply = "empty"        // []
	UpdateReplyNoContent    UpdateReply = "no_content"   // 204
)
