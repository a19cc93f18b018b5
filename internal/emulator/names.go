// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/auditrecords"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/mfa"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter/webhooks"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Names that the parts of the emulator define, so that users import only this package.
type (
	// Event is a fraud event as the service holds it.
	Event = world.Event
	// ActivityLog is one change of an event's status.
	ActivityLog = world.ActivityLog
	// AzureSubscription is an Azure subscription behind events.
	AzureSubscription = world.AzureSubscription
	// Seed describes the events that a fresh emulator starts with.
	Seed = world.Seed
	// Order is the order of a listing.
	Order = world.Order
	// Request is one request that the emulator received.
	Request = harness.Request
	// Fault makes requests fail. Its Code is Partner Center's or, in the sign-in, the OAuth error.
	// AADSTS and Claims are only for the sign-in.
	Fault = harness.Fault
	// EnumCase is the case in which enum values are printed.
	EnumCase = partnercenter.EnumCase
	// AuditRecord is an entry of the partner's activity log.
	AuditRecord = world.AuditRecord
	// AuditDetail is a detail of an audit record.
	AuditDetail = world.AuditDetail
	// Webhook is the tenant's webhook registration.
	Webhook = world.Webhook
	// CustomerUsage is a customer's budget and usage.
	CustomerUsage = world.CustomerUsage
	// Delivery is one event on its way to the registered URL.
	Delivery = world.Delivery
	// UpdateReply is the content of the reply to a write.
	UpdateReply = partnercenter.UpdateReply
	// AlreadyResolved is the effect of a write on events that are resolved differently.
	AlreadyResolved = partnercenter.AlreadyResolved
	// SignInMFA says when an interactive sign-in uses MFA.
	SignInMFA = entra.SignInMFA
	// TokenOption changes a token that AccessToken or IssueRefreshToken makes.
	TokenOption = entra.TokenOption
)

// Kinds of requests, for Count, Fault, and Request. Requests to the control endpoint have no kind
// and are not counted.
const (
	KindList       = partnercenter.KindList
	KindUpdate     = partnercenter.KindUpdate
	KindPlans      = entitlements.KindPlans
	KindListAzure  = entitlements.KindList
	KindGetAzure   = entitlements.KindGet
	KindCancel     = entitlements.KindCancel
	KindReactivate = entitlements.KindReactivate
	KindToken      = entra.KindToken
	KindDiscovery  = entra.KindDiscovery
	KindAuthorize  = entra.KindAuthorize
	KindDeviceCode = entra.KindDeviceCode
	KindOther      = harness.KindOther
	KindAny        = harness.KindAny

	KindAuditRecords    = auditrecords.KindList
	KindMFAPrincipals   = mfa.KindPrincipals
	KindMFAApplications = mfa.KindApplications

	KindRegistration = webhooks.KindRegistration
	KindRegister     = webhooks.KindRegister
	KindEventNames   = webhooks.KindEventNames
	KindWebhookTest  = webhooks.KindTest
	KindTestResult   = webhooks.KindTestResult

	KindBudget          = budgets.KindBudget
	KindSetBudget       = budgets.KindSetBudget
	KindUsageRecords    = budgets.KindUsageRecords
	KindUsageSummary    = budgets.KindUsageSummary
	KindCustomerSummary = budgets.KindCustomerSummary

	KindScore        = graph.KindScore
	KindRequirements = graph.KindRequirements
	KindInsights     = graph.KindInsights

	KindListAlerts  = graph.KindListAlerts
	KindGetAlert    = graph.KindGetAlert
	KindUpdateAlert = graph.KindUpdateAlert
	KindBatch       = graph.KindBatch
)

// Stories in the guides, for a Seed.
const (
	StoryDecisions  = world.StoryDecisions
	StoryOnboarding = world.StoryOnboarding
	StoryCleanUp    = world.StoryCleanUp
)

// Values of switches.
const (
	OrderNewestFirst = world.OrderNewestFirst
	OrderOldestFirst = world.OrderOldestFirst
	OrderShuffled    = world.OrderShuffled

	ActivityLogsObjects = partnercenter.ActivityLogsObjects
	ActivityLogsStrings = partnercenter.ActivityLogsStrings
	ActivityLogsNull    = partnercenter.ActivityLogsNull

	AuditTokenInLink = auditrecords.TokenInLink
	AuditTokenInBody = auditrecords.TokenInBody
	AuditTokenInURI  = auditrecords.TokenInURI

	EnumCaseSamples    = partnercenter.EnumCaseSamples
	EnumCaseDocumented = partnercenter.EnumCaseDocumented
	EnumCaseLower      = partnercenter.EnumCaseLower

	UpdateReplyNamed        = partnercenter.UpdateReplyNamed
	UpdateReplySubscription = partnercenter.UpdateReplySubscription
	UpdateReplyEmpty        = partnercenter.UpdateReplyEmpty
	UpdateReplyNoContent    = partnercenter.UpdateReplyNoContent

	AlreadyResolvedOverwritten = partnercenter.AlreadyResolvedOverwritten
	AlreadyResolvedRefused     = partnercenter.AlreadyResolvedRefused
	AlreadyResolvedIgnored     = partnercenter.AlreadyResolvedIgnored

	GraphFilterRefused = graph.FilterRefused
	GraphFilterIgnored = graph.FilterIgnored

	GraphNextSkip      = graph.NextSkip
	GraphNextOtherHost = graph.NextOtherHost
	GraphNextLoop      = graph.NextLoop
	GraphNextEmptyPage = graph.NextEmptyPage

	GraphReplyNoContent = graph.AlertReplyNoContent
	GraphReplyStale     = graph.AlertReplyStale

	GraphResolvedRefused = graph.AlreadyResolvedRefused
	GraphResolvedIgnored = graph.AlreadyResolvedIgnored

	GraphBatchAbsent      = graph.BatchAbsent
	GraphBatchUnsupported = graph.BatchUnsupported

	GraphOutsiderNotFound  = graph.OutsiderNotFound
	GraphOutsiderForbidden = graph.OutsiderForbidden

	WebhookNoneEmpty = webhooks.NoneEmpty
	WebhookNoneNull  = webhooks.NoneNull

	DeliveryRunning   = world.DeliveryRunning
	DeliveryCompleted = world.DeliveryCompleted
	DeliveryOffline   = world.DeliveryOffline

	SignInMFAAlways = entra.SignInMFAAlways
	SignInMFAAsked  = entra.SignInMFAAsked
	SignInMFANever  = entra.SignInMFANever
)

// PlansOf returns the ids of a customer's Azure plans.
func PlansOf(customerTenantID string) []string { return world.PlansOf(customerTenantID) }

// NewEvent returns an active crypto mining alert of medium severity, with all fields filled as by
// the service.
func NewEvent(subscriptionID, eventID string) Event {
	return world.NewEvent(subscriptionID, eventID)
}

// Stories returns the names of the stories that the guides tell.
func Stories() []string { return world.Stories() }

// StoryEvents returns the events of a story, before anybody follows the guide.
func StoryEvents(story string) []Event { return world.StoryEvents(story) }

// WithAudience sets the audience.
func WithAudience(resource string) TokenOption { return entra.WithAudience(resource) }

// WithoutMFA omits MFA: the user signed in with only a password.
func WithoutMFA() TokenOption { return entra.WithoutMFA() }

// AppOnly creates the token of an app without a user, as from client credentials.
func AppOnly() TokenOption { return entra.AppOnly() }

// Expired creates a token that expired long ago.
func Expired() TokenOption { return entra.Expired() }

// Revoked creates a refresh token that an administrator has revoked.
func Revoked() TokenOption { return entra.Revoked() }

// WithTenant sets the token's tenant, for example a customer's.
func WithTenant(id string) TokenOption { return entra.WithTenant(id) }

// WithRole creates the token of a user with a role other than Admin agent. An empty role is a user
// without a role.
func WithRole(role string) TokenOption { return entra.WithRole(role) }

// WithClient creates the token of another app.
func WithClient(clientID string) TokenOption { return entra.WithClient(clientID) }
