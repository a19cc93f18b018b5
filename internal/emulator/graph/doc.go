// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package graph is a window on the world: Microsoft Graph's partner security score, beta.
//
// # Assumptions
//
// This list is complete: it has every point that Graph's documentation leaves open. Names in
// brackets are switches.
//
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
//   - The checks come in this order: token present and good (401/InvalidAuthenticationToken),
//     audience (401), permission (403/Authorization_RequestDenied), MFA of a user
//     (403/Unauthorized_MissingMFA), the partner's own tenant, and the role Admin agent, Security
//     Administrator, or Security Reader (403/Forbidden). An app without a user is accepted
//     [GraphAppOnlyRefused: 403/Unauthorized_MissingMFA, as observed for alerts]. (parity:
//     score-app-only, score-checks)
//   - A call without a client-request-id, or with one that was used before, is a violation.
//     (parity: call-id-repeats)
package graph
