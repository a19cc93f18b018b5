// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

// Behaviour switches undocumented behaviour of audit records. The zero value is the default: the
// most likely behaviour or, if none is more likely, the strictest.
type Behaviour struct {
	AuditToken        TokenPlace // where a reply has the continuation token
	AuditPageSize     int        // the most records of a page; 0: 500
	AuditHeadGrows    int        // that many records are added after each page, today
	AuditTotalOfPage  bool       // totalCount counts the page; default: all pages
	AuditBare         bool       // a bare array instead of a collection
	AuditNoIDs        bool       // no id, partnerId, and participants, as in older records
	AuditUndocumented bool       // records of operations whose logging is not documented
	AuditTypesSpaced  bool       // the filter takes customer_user; default: CustomerUser
}

// TokenPlace is a place of the continuation token.
type TokenPlace string

// The places.
const (
	TokenInHeader TokenPlace = ""     // MS-ContinuationToken, a header of the reply
	TokenInLink   TokenPlace = "link" // the same, among the headers of links.next
	TokenInBody   TokenPlace = "body" // continuationToken
	TokenInURI    TokenPlace = "uri"  // seek, a parameter of links.next
)
