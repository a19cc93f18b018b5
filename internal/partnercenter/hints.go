// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"fmt"
	"net/http"
	"strings"
)

// hint is the next step after a failure with this status and code; an empty code stands for all
// others of the status.
type hint struct {
	status int
	code   string
	text   string
}

const (
	hintMFA = "Partner Center wants a user who signed in with multifactor authentication, and this " +
		"token has no such claim. Renewing does not help: sign in again as an Admin agent, with MFA, " +
		"and store the new refresh token."
	hintAudience = "The token was issued for another service. It must be issued for Partner Center " +
		"(audience %s): check `environment`, or where `access_token` comes from."
	hintAppOnly = "Fraud events need an App+User sign-in: give a `refresh_token` of an Admin " +
		"agent besides the client credential. A client credential alone is not enough."
	hintRole = "The signed-in user may not do this. Give the user the Admin agent role in Partner " +
		"Center, and check that `tenant_id` is the tenant of a direct bill partner or an indirect " +
		"provider."
	hintConditionalAccess = "A Conditional Access policy blocks this sign-in. Ask the directory " +
		"administrator to check the policies for this user, this app and this network location."
	hintSignIn = "Partner Center does not accept the sign-in. Check that `tenant_id` is the " +
		"partner's own tenant, and sign in again as an Admin agent with MFA."
	hintSubscription = "Partner Center does not know this subscription, or no longer: it may have " +
		"been cancelled. Check `subscription_id`."
	hintAddress = "Partner Center has no fraud events at this address. Check `base_url` if it is " +
		"set, and `environment`. " +
		"If both are right, the API may be switched off."
	hintRequest = "Partner Center does not accept the request. Check the ids, the status and " +
		"the reason."
	hintUnknownValue = "Partner Center does not know one of the values. Check the status, the " +
		"reason and the event type, and whether `new_events_model` is as it should be."
	hintServer = "Partner Center failed on its side. Try again later; if it stays so, give " +
		"Microsoft's support the ids below."
	hintGateway = "Partner Center did not answer in time. Try again later."
	hintTooMany = "Partner Center limits the rate of requests. Try again later, with fewer runs or " +
		"a lower -parallelism, or raise `max_retries` and the `timeouts`."
)

// hints is the table of next steps after what the methods of [Error] do not tell. The codes are
// those of docs-dev/api.md, Errors. A code means nothing without its status: the same number stands
// for different things.
func hints() []hint {
	return []hint{
		{401, "400", hintSignIn},
		{401, "800001", hintSignIn},
		{401, "", hintSignIn},
		{403, "20002", "The partner has no commerce relationship with this customer. Check " +
			"`subscription_id` and `tenant_id`."},
		{403, "900309", hintConditionalAccess},
		{403, "", hintRole},
		{400, "3000", hintRequest},
		{400, "800002", hintRequest},
		{400, "", hintRequest},
		{404, codeUnknownTenant, "Partner Center does not know the tenant. Check `tenant_id` and " +
			"`environment`."},
		{404, "", "Nothing is known under this address. Check `subscription_id`, and `base_url` if " +
			"it is set."},
		{407, "", "The proxy wants credentials. Check the proxy settings of the environment " +
			"(HTTPS_PROXY, NO_PROXY)."},
		{408, "", hintGateway},
		{409, "", "The event was changed at the same time by someone else. Plan again."},
		{429, "", hintTooMany},
		{500, "800003", hintServer},
		{500, "900192", hintServer},
		{500, "", hintServer},
		{501, "0", hintServer},
		{501, "", hintServer},
		{502, "", hintServer},
		{503, "", "Partner Center is not available right now. Try again later."},
		{504, "", hintGateway},
	}
}

const (
	hintOtherServer = "The answer is not one of Partner Center: a proxy or another server answered " +
		"in its place. Check `base_url` and the proxy settings (HTTPS_PROXY, NO_PROXY)."
	hintRedirect = "Redirects are not followed, so that no token reaches another host. Check " +
		"`base_url`, and whether a proxy or a network sign-in page stands in between."
)

// hintFor picks the next step. It returns "" when the cause, such as a failed sign-in, says it
// better.
func hintFor(e *Error, audience string) string {
	if e.WrongAudience() && !e.MissingMFA && !e.NotOurs {
		return fmt.Sprintf(hintAudience, audience)
	}
	return hintOf(e)
}

func hintOf(e *Error) string {
	switch {
	case e.StatusCode == 0 || e.StatusCode/100 == 2:
		return hintForCause(e.Err)
	case e.MissingMFA:
		return hintMFA
	case e.StatusCode/100 == 3:
		return hintRedirect
	case e.NotOurs && e.StatusCode/100 != 5 && e.StatusCode != 429:
		return hintOtherServer
	case e.AppOnly():
		return hintAppOnly
	case e.StatusCode == http.StatusNotFound && e.SubscriptionID == "" && e.Code != codeUnknownTenant:
		return hintAddress
	case e.unknownSubscription():
		return hintSubscription
	case e.UnknownValue():
		return hintUnknownValue
	}
	general := ""
	for _, h := range hints() {
		if h.status != e.StatusCode {
			continue
		}
		switch h.code {
		case e.Code:
			return h.text
		case "":
			general = h.text
		}
	}
	return general
}

func joinSentences(sentences ...string) string {
	return strings.TrimSpace(strings.Join(sentences, " "))
}
