// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package webhook is the tenant's webhook registration in Terraform: the resource, two data
// sources, and the action that sends a test.
//
// A tenant has one registration, which all of its applications share, and which nobody can delete.
// So creating takes over or creates, and destroying forgets or restores:
//
//	plan     plan.go: reads the registration, and says whether a create adopts, changes, or takes
//	   │     over, or why it is refused. Names of events are compared with the live list
//	apply    apply.go: reads again, and refuses what the plan did not show
//	refresh  refresh.go: another tool's change is drift
//	destroy  destroy.go: restores what stood there before, only while the registration is still ours
//
// memory.go is private state: the registration before ours, and our last one.
package webhook
