// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"net/http"
	"strings"
)

const (
	// signInAgain names the command that gets a new refresh token, and both places that it may go to.
	signInAgain = "Sign in again with MFA, as a user with the Admin agent role: `partnercenter " +
		"login` keeps the new refresh token in " +
		"`token_cache_path`, or prints it for `refresh_token`."
	tryLater = "This may pass: try again later."

	// credentialMissing is Entra ID's number for an app that did not prove who it is.
	credentialMissing = 7000218
)

// aadstsHint is what one of Entra ID's error numbers means for signing in to Partner Center.
type aadstsHint struct {
	codes []int
	text  string // what happened, then what to do
}

// aadstsHints is the one table of numbers: docs-dev/api.md, Sign-in errors.
func aadstsHints() []aadstsHint {
	return []aadstsHint{
		{[]int{700082}, "The refresh token is older than 90 days and was not replaced in that time. " +
			signInAgain +
			" Using a refresh token does not make it live longer: let `token_cache_path` keep the one " +
			"that replaces it, or renew the stored one in time with `partnercenter rotate`."},
		{[]int{70008}, "The refresh token has expired. " + signInAgain},
		{[]int{700084}, "The refresh token was issued to a single-page app, and such tokens live 24 " +
			"hours. Register the " +
			"redirect URI of the app as Web, or as Mobile and desktop application. " + signInAgain},
		{[]int{50173, 50133, 50132}, "The refresh token was revoked: by a sign-out everywhere, by an " +
			"administrator, or by a change of password. " + signInAgain},
		{[]int{50076, 50074}, "The sign-in behind the refresh token had no MFA, or a policy now asks " +
			"for it. " + signInAgain},
		{[]int{50078}, "The MFA behind the refresh token has expired, because of a sign-in frequency " +
			"policy. " + signInAgain},
		{[]int{50079, 50072}, "The user has not registered for MFA. Have the user register at " +
			"https://aka.ms/mfasetup first. " + signInAgain},
		{[]int{70043}, "A sign-in frequency policy of Conditional Access ended the refresh token. " +
			signInAgain +
			" To make it last, take the app out of that policy."},
		{[]int{50057}, "The account of the user who signed in is disabled. Have an administrator " +
			"enable it, or choose another user. " + signInAgain},
		{[]int{50034, 51004}, "The user who signed in does not exist in this directory (any more). " +
			"Check `tenant_id`, or choose another user. " + signInAgain},
		{[]int{50053}, "The account of the user who signed in is locked, because of too many failed " +
			"sign-ins or a suspicious address. Wait some minutes and try again. If it stays so, have an " +
			"administrator look at the user's sign-ins."},
		{[]int{50055, 50144}, "The password of the user who signed in has expired. Have the user " +
			"change it. " + signInAgain},
		{[]int{50105}, "The app admits assigned users only, and this one is not assigned. Have an " +
			"administrator assign the user to the enterprise application, or no longer require " +
			"assignment there."},
		{[]int{53000, 53001}, "Conditional Access admits managed devices only (compliant, or joined to " +
			"the domain), which the sign-in did not come from. Sign in with `partnercenter login` on such " +
			"a device, or have an administrator take the app out of that policy."},
		{[]int{53002}, "Conditional Access admits only approved client apps, and this program cannot " +
			"be one. Have an administrator take the app registration, or this user, out of that policy."},
		{[]int{53003}, "Conditional Access blocks the token. Have an administrator find the policy in " +
			"the tenant's sign-in log, by the correlation id, and check its conditions for this user, app " +
			"and network location."},
		{[]int{53004, 53010}, "The user must register for MFA, and a policy does not allow that from " +
			"where the user tried. Have the user register at " +
			"https://aka.ms/mfasetup from a device and a network that the organization trusts. If that " +
			"is refused as a risk, have an administrator dismiss the risk. " + signInAgain},
		{[]int{530035}, "The tenant's security defaults block the sign-in, because it had no MFA or " +
			"seems unsafe. The refresh token may be good: a new one helps only if the sign-in behind the " +
			"old one had no MFA. Have an administrator look up the correlation id in the tenant's sign-in " +
			"log."},
		{[]int{53011, 530034}, "The user is blocked because the account is marked as at risk in its " +
			"home tenant (for a delegated administrator, that of the partner). A new refresh token does " +
			"not help. Have an administrator investigate the user under Risky users in Entra ID " +
			"Protection, and sign in again once the risk is cleared."},
		{[]int{50135}, "The account is marked as at risk, and Entra ID requires a new password. Have " +
			"an administrator look into the risk first. Then have the user change the password, and sign " +
			"in again (`partnercenter login`)."},
		{[]int{50131}, "A Conditional Access or security policy refuses the sign-in: for its device, " +
			"its network, or because it looks suspicious. A new refresh token from " +
			"the same place does not help. Have an administrator find the policy in the tenant's " +
			"sign-in log, by the correlation id."},
		{[]int{50158}, "A policy requires another step from the user at sign-in, such as another " +
			"provider's MFA or terms of use, which a program cannot take. " + signInAgain},
		{[]int{50020, 90072}, "The user who signed in belongs to another directory and is not a " +
			"guest of this one. Check that `tenant_id` is the partner's own tenant, and sign in " +
			"as a user of it (`partnercenter login`)."},
		{[]int{7000012}, "The refresh token was issued by another tenant. Set `tenant_id` to that " +
			"tenant, in the same spelling, or sign in again to this one (`partnercenter login`)."},
		{[]int{65001}, "Nobody has consented to this app's use of Partner Center. Add the delegated " +
			"permission user_impersonation of Microsoft Partner Center " +
			"(fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd) to the app registration and grant admin consent. Then " +
			"sign in again (`partnercenter login`)."},
		{[]int{65004}, "The user declined the consent. Sign in again (`partnercenter login`) and " +
			"accept, or have an administrator grant consent to the app registration."},
		{[]int{7000112}, "The app is disabled in this directory. Have an administrator enable it: " +
			"Enterprise applications, the app, Properties, Enabled for users to sign-in."},
		{[]int{700016}, "The app is not in this directory. Check that `client_id` is the application " +
			"(client) id and that `tenant_id` is " +
			"the tenant in which the app is registered or consented to."},
		{[]int{700005, 700007}, "The refresh token was issued to another app. Set `client_id` to the " +
			"app that it was issued to, or sign in again with this app (`partnercenter login`)."},
		{[]int{7000215}, "The client secret is wrong. Set `client_secret` to the secret's value, " +
			"which is shown only once when it is made, and not to its id; check that it belongs to the " +
			"app `client_id`."},
		{[]int{7000222}, "The client secret has expired. Make a new one for the app registration and " +
			"set its value as `client_secret`."},
		{[]int{credentialMissing}, "The app is a confidential client and has to prove who it is. Give " +
			"a client credential of the app: `client_secret`, `client_certificate` or OIDC (`use_oidc`). " +
			"If it is meant to be a public client, allow public client flows in the app registration " +
			"(Authentication)."},
		{[]int{700025}, "The refresh token was issued to a public client, which must not send a " +
			"client credential. Configure none (no secret, certificate or OIDC), or " +
			"sign in again with `partnercenter login` through a redirect URI that the app registers as Web."},
		{[]int{700027}, "The certificate that signed the request is not registered on the app. " +
			"Upload its public part to the app registration, or give the certificate that is registered " +
			"there."},
		{[]int{700023}, "The client assertion is meant for another sign-in host or tenant. Check " +
			"`environment`, `authority_host` and `tenant_id`."},
		{[]int{700024}, "The client assertion is not valid at this time: an OIDC token that has " +
			"expired, or a clock of this machine that is wrong. Give a fresh token " +
			"(`oidc_token_file_path` is read again each time, `oidc_token` is not), and check the clock."},
		{[]int{70021}, "No federated credential of the app fits the OIDC token. Compare issuer, " +
			"subject and audience of the token with the federated credentials of the app registration."},
		{[]int{700211}, "No federated credential of the app has the issuer of the OIDC token. " +
			"Correct the issuer in the app registration's federated credential."},
		{[]int{700212}, "No federated credential of the app has the audience of the OIDC token. The " +
			"usual one is " + assertionAudience +
			": ask for it, or correct the audience in the app registration's federated credential."},
		{[]int{700213}, "No federated credential of the app has the subject of the OIDC token. Correct " +
			"the subject in the app registration's federated credential (repository and branch, " +
			"environment, or service connection)."},
		{[]int{70019}, "The user declined the sign-in on the other device."},
		{[]int{70020}, "The code expired before it was entered. Run the command again."},
		{[]int{50011}, "The app has not registered the redirect URI. Add http://localhost to the app " +
			"registration (Authentication), as Web or as Mobile and desktop application."},
		{[]int{90002}, "The tenant does not exist in this cloud. Check `tenant_id` and `environment`."},
		{[]int{90038}, "The app or the tenant belongs to another cloud than the sign-in host. Check " +
			"`environment` and `authority_host`."},
		{[]int{500011}, "Partner Center's service principal is missing in the tenant. Check that " +
			"`tenant_id` is the partner's own tenant; if it is, have an administrator grant the " +
			"app's permission on Microsoft Partner Center (fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd), which " +
			"adds it."},
		{[]int{9002313}, "The refresh token is malformed: cut off, broken by line breaks, or no " +
			"refresh token at all. Set `refresh_token` to the whole value, as `partnercenter login` " +
			"prints it."},
		{[]int{50196}, "Entra ID saw the same request again and again, and blocks it for a while. " +
			"Wait some minutes. Set `token_cache_path`, which keeps access tokens between runs: " +
			"without it each one signs in anew."},
	}
}

// hintFor chooses the hint: by the first known number, else by the OAuth error, else by the status.
// Nothing but text depends on the numbers: Microsoft changes them.
func hintFor(e *Error) string {
	for _, code := range e.AADSTS {
		for _, hint := range aadstsHints() {
			for _, known := range hint.codes {
				if code == known {
					return hint.text
				}
			}
		}
	}
	if hint := oauthHint(e.OAuthCode); hint != "" {
		return hint
	}
	if e.OAuthCode != "" {
		return "Entra ID's errors are explained at https://login.microsoftonline.com/error, by their " +
			"AADSTS number."
	}
	return statusHint(e.StatusCode)
}

// oauthHint is for numbers that the table does not know.
func oauthHint(code string) string {
	switch code {
	case "invalid_grant":
		return "Entra ID refuses the refresh token: it is expired, revoked, or not meant for this app. " +
			signInAgain
	case "interaction_required", "login_required":
		return "Entra ID wants the user to sign in, which nobody can do here. " + signInAgain
	case "consent_required":
		return "The app lacks consent. Grant the app's delegated permission user_impersonation on " +
			"Microsoft Partner Center, with admin consent. Then sign in again."
	case "invalid_client":
		return "Entra ID does not accept the client credential. Check `client_id`, and the secret, " +
			"certificate or OIDC token that goes with it."
	case "unauthorized_client":
		return "The app may not sign in here. Check `client_id` and `tenant_id`."
	case "invalid_request":
		return "Entra ID cannot read the request. Check `refresh_token`, `client_id` and `tenant_id` " +
			"for cut or added characters."
	case "invalid_scope", "invalid_resource":
		return "Entra ID does not know Partner Center in this tenant. Check `environment` and " +
			"`tenant_id`, and the app's permission on Microsoft Partner Center."
	case "invalid_tenant":
		return "The tenant is not known. Check `tenant_id` and `environment`."
	case "access_denied":
		return "Access was denied. Have an administrator look up the correlation id in the tenant's " +
			"sign-in log."
	case "temporarily_unavailable", "server_error":
		return "The sign-in service is not available. " + tryLater
	default:
		return ""
	}
}

// statusHint is for replies that are no OAuth errors.
func statusHint(status int) string {
	switch {
	case status == http.StatusTooManyRequests:
		return "The sign-in service throttles. " + tryLater
	case status == http.StatusProxyAuthRequired:
		return "The proxy wants a user name and password. Give them in HTTPS_PROXY."
	case status >= 300 && status < 400:
		return "Redirects are not followed, as they could carry secrets elsewhere. Check " +
			"`authority_host` and the proxy settings."
	case status >= 500:
		return "The sign-in service has a fault. " + tryLater
	default:
		return "Check `authority_host`, `tenant_id`, and what stands between you and Entra ID, for " +
			"example a proxy."
	}
}

// msalHint is for failures that MSAL reports as plain text.
func msalHint(err error) string {
	switch text := err.Error(); {
	case strings.Contains(text, "declined scopes"):
		return "Entra ID issued a token without the permission user_impersonation of Microsoft " +
			"Partner Center. Add it to the app registration, grant admin consent, and sign in again."
	case strings.Contains(text, "does not match authority"):
		return "The sign-in host names another host as the issuer of its tokens. Check " +
			"`authority_host` and `environment`."
	case strings.Contains(text, "no token found"):
		return "The sign-in library did not take the refresh token, which is a mistake in this " +
			"program. Please report it."
	default:
		return "Check `authority_host` and `environment`. If they are right, please report this."
	}
}
