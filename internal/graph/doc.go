// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package graph is the client of Microsoft Graph for partners: the security alerts, as a backend of
// fraud events, and the partner security score (docs-dev/api.md, Graph; docs-dev/respond.md,
// Security score; parity: score-form, score-pages). Package rest makes the calls. The package knows
// nothing of Terraform.
//
//	client.go             the client, and its base URL
//	call.go, error.go     a call, a list with its pages, and the errors of both
//	links.go              from page to page, without leaving the base URL
//	security_alerts.go    lists alerts
//	alert_filters.go      which filters the service takes
//	alert_spelling.go     and whether they find what they should
//	alert_reader.go       an alert becomes an event
//	alert_update.go       one PATCH, or
//	alert_batch.go        several in one call, each with an answer of its own
//	alert_error.go        what a failed call about alerts means
//	security_score.go, customer_insights.go, values.go
package graph
