// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package probe makes the calls behind a report of package fidelity: some thirty, all of which
// only read, without repetition. A call that fails is a row of the report, and the others go on. A
// refused rate ends the calls, so that a report costs the tenant no more of its quota.
//
// The package does not use the clients of the service, because they hide what a report is about:
// headers, forms, and answers that they correct or refuse.
package probe
