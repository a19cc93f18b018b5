// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"cmp"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// Behaviour switches undocumented behaviour of Microsoft Graph, and what the tenant is like. The
// zero value is the default: the most likely behaviour or, if none is more likely, the strictest.
type Behaviour struct {
	GraphPlainScore          bool // the score is not wrapped in value
	GraphNoScore             bool // 404
	GraphAppOnlyRefused      bool // an app without a user is refused for lack of MFA
	GraphPageSize            int  // of customerInsights; 0: 100
	GraphAdminsWithoutMFA    int  // of the partner's ten admins
	GraphCustomersWithoutMFA int  // the first ones by tenant id
	GraphNoSecurityContact   bool

	// How lists of alerts look.
	GraphFilter          FilterRule // default: $filter is supported
	GraphFilterOnly      string     // the properties that $filter takes, with commas; empty: all
	GraphFilterExactCase bool       // $filter compares texts with case
	GraphAlertsPageSize  int        // 0: 100. A $top above it is silently reduced
	GraphNextLink        NextLink   // default: $skiptoken, on Graph's own host
	GraphIsTestText      bool       // isTest is the text "false"; default: a Boolean
	GraphTypesUnchanged  bool       // alertType as in Partner Center; default: lower camel case

	// How a change of an alert is checked and answered.
	GraphUpdateReply     AlertReply      // default: 200 with the changed alert
	GraphUpdateLag       int             // a change takes effect only after that many further reads
	GraphReopenRefused   bool            // a resolved alert cannot become active
	GraphAlreadyResolved AlreadyResolved // default: the new decision overwrites the old one
	GraphBatch           BatchRule       // default: $batch exists

	// Access.
	GraphAlertsAppOnly   bool     // alerts accept an app without a user
	GraphOutsider        Outsider // default: 400, the segment does not exist
	GraphThrottleCalls   int      // calls in a span, for all of Graph; 0: no throttling
	GraphThrottleSeconds int      // length of the span; 0: 60
}

func (b Behaviour) pageSize() int { return max(cmp.Or(b.GraphPageSize, 100), 1) }

func (b Behaviour) alertsPageSize() int { return max(cmp.Or(b.GraphAlertsPageSize, 100), 1) }

func (b Behaviour) limit() harness.Limit {
	return harness.Limit{Calls: b.GraphThrottleCalls,
		Span: time.Duration(cmp.Or(b.GraphThrottleSeconds, 60)) * time.Second}
}

// FilterRule says what becomes of $filter.
type FilterRule string

// The rules for $filter.
const (
	FilterSupported FilterRule = ""
	FilterRefused   FilterRule = "refused" // 400/BadRequest
	FilterIgnored   FilterRule = "ignored"
)

// NextLink is the form of @odata.nextLink.
type NextLink string

// The forms of @odata.nextLink.
const (
	NextToken     NextLink = ""           // $skiptoken, opaque
	NextSkip      NextLink = "skip"       // $skip
	NextOtherHost NextLink = "other_host" // a link to another host
	NextLoop      NextLink = "loop"       // a link to the same page again
	NextEmptyPage NextLink = "empty_page" // the first page has no alerts, but a link
)

// AlertReply is the reply to a change of an alert.
type AlertReply string

// The replies to a change of an alert.
const (
	AlertReplyChanged   AlertReply = ""           // 200 with the changed alert
	AlertReplyNoContent AlertReply = "no_content" // 204
	AlertReplyStale     AlertReply = "stale"      // 200 with the alert before the change
)

// AlreadyResolved is the effect of a change on an alert that is resolved differently.
type AlreadyResolved string

// The ways to treat alerts that are already resolved.
const (
	AlreadyResolvedOverwritten AlreadyResolved = ""
	AlreadyResolvedRefused     AlreadyResolved = "refused" // 400/BadRequest
	AlreadyResolvedIgnored     AlreadyResolved = "ignored" // it keeps its decision, 200
)

// BatchRule says whether $batch exists.
type BatchRule string

// The rules for $batch.
const (
	BatchServed      BatchRule = ""
	BatchAbsent      BatchRule = "absent"      // 404
	BatchUnsupported BatchRule = "unsupported" // 501
)

// Outsider is what Graph answers to users of another tenant, and to users without a role.
type Outsider string

// The answers to outsiders.
const (
	OutsiderNoSegment Outsider = ""          // 400/BadRequest
	OutsiderNotFound  Outsider = "not_found" // 404/ResourceNotFound
	OutsiderForbidden Outsider = "forbidden" // 403/Forbidden
)

func (o Outsider) refusal() *refusal {
	switch o {
	case OutsiderForbidden:
		return forbidden("Forbidden", "The user does not have a role for this operation.")
	case OutsiderNotFound:
		return noSegment(http.StatusNotFound, "ResourceNotFound", "partner")
	default:
		return noSegment(http.StatusBadRequest, "BadRequest", "partner")
	}
}
