// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package webhook receives the webhooks of Partner Center and hands them on. It is a server on the
// internet, so it trusts nothing that it has not verified:
//
//   - Bodies, headers, connections, and the time to send them are limited.
//   - It fetches only the signing certificate, from an allowed host, and the certificates and
//     revocation lists of its issuers, from these hosts or from Microsoft. It never follows a URI
//     of the payload.
//   - It answers 2xx only after a delivery is handed on. After a crash, Partner Center's next
//     attempt repeats the delivery.
//
// An alert carries neither an id nor details. The receiver takes the subscription from it, lists
// the events of that subscription, and hands on the open ones that it has not handed on before, or
// has seen resolved since. An alert can come before its event, so it looks again for a while.
//
// Only the body is signed: neither a time nor the receiver's address. A captured delivery can be
// sent again. The receiver remembers what it has handed on, so that a repeat causes nothing.
//
// Source: docs-dev/respond.md, Webhooks (parity: webhook-signature, webhook-certificate).
package webhook
