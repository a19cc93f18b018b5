// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package webhooks is a window on the world: the tenant's webhook registration, and the delivery of
// events to the registered URL.
//
// # Assumptions
//
// This list is complete: it has every point that the API's documentation leaves open. Names in
// brackets are switches.
//
// The registration:
//   - A tenant without one gets 404/900101 from GET [WebhookNone]. GET prints WebhookUrl and
//     WebhookEvents, as in the sample [WebhookPrintsAll]; POST and PUT print SubscriberId, too.
//     (parity: webhook-none, webhook-printed, webhook-one)
//   - POST on top of a registration is 409/900102 [WebhookPostReplaces]. PUT without one is
//     404/900101 [WebhookPutCreates]. Both replace the URL and the whole list. (parity:
//     webhook-post, webhook-put, webhook-put-replaces)
//   - The URL must be absolute and https. Plain http is allowed on loopback only
//     [WebhookPlainHTTP]. It is not probed. (parity: webhook-url)
//   - The list must not be empty [WebhookEmptyList], and every name must be known, in any case
//     [WebhookUnknownEvents]. Names keep their first spelling; duplicates are 400/3000. (parity:
//     webhook-empty-list, webhook-unknown-events, webhook-event-names, webhook-alert-name)
//   - Names in the body start with an uppercase or a lowercase letter; other names are 400/3000.
//     (parity: write-body)
//   - Billing admins, Admin agents, Sales agents, Helpdesk agents and Global admins may call it,
//     with or without an app-only token. (parity: webhook-roles)
//
// Tests:
//   - A test has no body (400/800002). It is refused (400/900103) unless test-created is
//     registered. A third test within a minute is 429 with Retry-After. (parity: webhook-test)
//   - A test is "running" until an attempt has arrived or the last one has failed. Then it is
//     "completed". It is forgotten after 7 days. (parity: webhook-test-state)
//
// Deliveries:
//   - azure-fraud-event-detected is sent when an event is raised or injected, and when its status
//     changes [WebhookNoStatusChanges], with the status in the link of the payload. (parity:
//     webhook-status-changes)
//   - Any 2xx counts as delivered. After 10 attempts, a tenth of a second apart
//     [WebhookRetryMillis], the event is in the offline queue for good. An attempt lasts 10
//     seconds. (parity: webhook-retries)
//   - The certificate of the receiver is not checked. Only loopback addresses are called; an
//     attempt to call any other fails at once, so that no call leaves the machine. (parity:
//     webhook-certificate)
//   - The signature is RSA PKCS#1 v1.5 with SHA-256 over the body, in Authorization or, if so
//     registered, in x-ms-signature. Both have the prefix "Signature " [WebhookBareSignature].
//     (parity: webhook-signature-prefix, webhook-signature)
//   - The certificate is issued by a CA of the emulator whose organization is Microsoft
//     Corporation, which the CA bundle contains. It is served over https only, and is new with
//     every start. (parity: webhook-certificate)
//   - A read shows a write at once [WebhookLag], and a write is answered with 200, or with 202 and
//     no content if reads lag behind. (parity: webhook-lag)
package webhooks
