// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

const (
	// TryLater is for what may pass.
	TryLater = "This may pass: try again later."

	// AssertionAudience is the audience that Entra ID recommends for federated credentials, and that
	// the platforms' guides use.
	AssertionAudience = "api://AzureADTokenExchange"

	// credentialMissing is Entra ID's number for an app that did not prove who it is.
	credentialMissing = 7000218
)

// signInAgain names the command that gets a new refresh token, and both places that it may go to.
func signInAgain() anatomy.Text {
	return anatomy.Say("Sign in again with MFA, as a user with the Admin agent role: `partnercenter "+
		"login` keeps the new refresh token in %v, or prints it for %v.",
		anatomy.TokenCachePath, anatomy.RefreshToken)
}

// aadstsHint is what one of Entra ID's error numbers means for signing in to Partner Center.
type aadstsHint struct {
	codes []int
	text  anatomy.Text // what happened, then what to do
}

// aadstsHints is the one table of numbers: docs-dev/api.md, Sign-in errors.
func aadstsHints() []aadstsHint {
	return []aadstsHint{
		{[]int{700082}, anatomy.Say("The refresh token is older than 90 days and was not replaced in "+
			"that time. %v Using a refresh token does not make it live longer: let %v keep the one that "+
			"replaces it, or renew the stored one in time with `partnercenter rotate`.", signInAgain(),
			anatomy.TokenCachePath)},
		{[]int{70008}, anatomy.Say("The refresh token has expired. %v", signInAgain())},
		{[]int{700084}, anatomy.Say("The refresh token was issued to a single-page app, and such "+
			"tokens live 24 hours. Register the redirect URI of the app as Web, or as Mobile and "+
			"desktop application. %v", signInAgain())},
		{[]int{50173, 50133, 50132}, anatomy.Say("The refresh token was revoked: by a sign-out "+
			"everywhere, by an administrator, or by a change of password. %v", signInAgain())},
		{[]int{50076, 50074}, anatomy.Say("The sign-in behind the refresh token had no MFA, or a "+
			"policy now asks for it. %v", signInAgain())},
		{[]int{50078}, anatomy.Say("The MFA behind the refresh token has expired, because of a "+
			"sign-in frequency policy. %v", signInAgain())},
		{[]int{50079, 50072}, anatomy.Say("The user has not registered for MFA. Have the user "+
			"register at https://aka.ms/mfasetup first. %v", signInAgain())},
		{[]int{70043}, anatomy.Say("A sign-in frequency policy of Conditional Access ended the "+
			"refresh token. %v To make it last, take the app out of that policy.", signInAgain())},
		{[]int{50057}, anatomy.Say("The account of the user who signed in is disabled. Have an "+
			"administrator enable it, or choose another user. %v", signInAgain())},
		{[]int{50034, 51004}, anatomy.Say("The user who signed in does not exist in this directory, "+
			"or no longer. Check %v, or choose another user. %v", anatomy.TenantID, signInAgain())},
		{[]int{50053}, anatomy.Say("The account of the user who signed in is locked, because of too " +
			"many failed sign-ins or a suspicious address. Wait some minutes and try again. If it stays " +
			"so, have an administrator look at the user's sign-ins.")},
		{[]int{50055, 50144}, anatomy.Say("The password of the user who signed in has expired. Have "+
			"the user change it. %v", signInAgain())},
		{[]int{50105}, anatomy.Say("The app admits assigned users only, and this one is not " +
			"assigned. Have an administrator assign the user to the enterprise application, or no " +
			"longer require assignment there.")},
		{[]int{53000, 53001}, anatomy.Say("Conditional Access admits managed devices only " +
			"(compliant, or joined to the domain), which the sign-in did not come from. Sign in with " +
			"`partnercenter login` on such a device, or have an administrator take the app out of that " +
			"policy.")},
		{[]int{53002}, anatomy.Say("Conditional Access admits only approved client apps, and this " +
			"program cannot be one. Have an administrator take the app registration, or this user, out " +
			"of that policy.")},
		{[]int{53003}, anatomy.Say("Conditional Access blocks the token. Have an administrator find " +
			"the policy in the tenant's sign-in log, by the correlation id, and check its conditions " +
			"for this user, app and network location.")},
		{[]int{53004, 53010}, anatomy.Say("The user must register for MFA, and a policy does not "+
			"allow that from where the user tried. Have the user register at https://aka.ms/mfasetup "+
			"from a device and a network that the organization trusts. If that is refused as a risk, "+
			"have an administrator dismiss the risk. %v", signInAgain())},
		{[]int{530035}, anatomy.Say("The tenant's security defaults block the sign-in, because it " +
			"had no MFA or seems unsafe. The refresh token may be good: a new one helps only if the " +
			"sign-in behind the old one had no MFA. Have an administrator look up the correlation id in " +
			"the tenant's sign-in log.")},
		{[]int{53011, 530034}, anatomy.Say("The user is blocked because the account is marked as at " +
			"risk in its home tenant (for a delegated administrator, that of the partner). A new " +
			"refresh token does not help. Have an administrator investigate the user under Risky users " +
			"in Entra ID Protection, and sign in again once the risk is cleared.")},
		{[]int{50135}, anatomy.Say("The account is marked as at risk, and Entra ID requires a new " +
			"password. Have an administrator look into the risk first. Then have the user change the " +
			"password, and sign in again (`partnercenter login`).")},
		{[]int{50131}, anatomy.Say("A Conditional Access or security policy refuses the sign-in: for " +
			"its device, its network, or because it looks suspicious. A new refresh token from the same " +
			"place does not help. Have an administrator find the policy in the tenant's sign-in log, by " +
			"the correlation id.")},
		{[]int{50158}, anatomy.Say("A policy requires another step from the user at sign-in, such as "+
			"another provider's MFA or terms of use, which a program cannot take. %v", signInAgain())},
		{[]int{50020, 90072}, anatomy.Say("The user who signed in belongs to another directory and "+
			"is not a guest of this one. Check that %v is the partner's own tenant, and sign in as a "+
			"user of it (`partnercenter login`).", anatomy.TenantID)},
		{[]int{7000012}, anatomy.Say("The refresh token was issued by another tenant. Set %v to that "+
			"tenant, in the same spelling, or sign in again to this one (`partnercenter login`).",
			anatomy.TenantID)},
		{[]int{65001}, anatomy.Say("Nobody has consented to this app's use of Partner Center. Add " +
			"the delegated permission user_impersonation of Microsoft Partner Center " +
			"(fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd) to the app registration and grant admin consent. " +
			"Then sign in again (`partnercenter login`).")},
		{[]int{65004}, anatomy.Say("The user declined the consent. Sign in again (`partnercenter " +
			"login`) and accept, or have an administrator grant consent to the app registration.")},
		{[]int{7000112}, anatomy.Say("The app is disabled in this directory. Have an administrator " +
			"enable it: Enterprise applications, the app, Properties, Enabled for users to sign-in.")},
		{[]int{700016}, anatomy.Say("The app is not in this directory. Check that %v is the "+
			"application (client) id and that %v is the tenant in which the app is registered or "+
			"consented to.", anatomy.ClientID, anatomy.TenantID)},
		{[]int{700005, 700007}, anatomy.Say("The refresh token was issued to another app. Set %v to "+
			"the app that it was issued to, or sign in again with this app (`partnercenter login`).",
			anatomy.ClientID)},
		{[]int{7000215}, anatomy.Say("The client secret is wrong. Set %v to the secret's value, "+
			"which is shown only once when it is made, and not to its id; check that it belongs to the "+
			"app %v.", anatomy.ClientSecret, anatomy.ClientID)},
		{[]int{7000222}, anatomy.Say("The client secret has expired. Make a new one for the app "+
			"registration and set its value as %v.", anatomy.ClientSecret)},
		{[]int{credentialMissing}, anatomy.Say("The app is a confidential client and has to prove "+
			"who it is. Give a client credential of the app: %v, %v or OIDC (%v). If it is meant to be "+
			"a public client, allow public client flows in the app registration (Authentication).",
			anatomy.ClientSecret, anatomy.ClientCertificate, anatomy.UseOIDC)},
		{[]int{700025}, anatomy.Say("The refresh token was issued to a public client, which must not " +
			"send a client credential. Configure none (no secret, certificate or OIDC), or sign in " +
			"again with `partnercenter login` through a redirect URI that the app registers as Web.")},
		{[]int{700027}, anatomy.Say("The certificate that signed the request is not registered on " +
			"the app. Upload its public part to the app registration, or give the certificate that is " +
			"registered there.")},
		{[]int{700023}, anatomy.Say("The client assertion is meant for another sign-in host or "+
			"tenant. Check %v, %v and %v.", anatomy.Environment, anatomy.AuthorityHost, anatomy.TenantID)},
		{[]int{700024}, anatomy.Say("The client assertion is not valid at this time: an OIDC token "+
			"that has expired, or a clock of this machine that is wrong. Give a fresh token (%v is read "+
			"again each time, %v is not), and check the clock.", anatomy.OIDCTokenFilePath,
			anatomy.OIDCToken)},
		{[]int{70021}, anatomy.Say("No federated credential of the app fits the OIDC token. Compare " +
			"issuer, subject and audience of the token with the federated credentials of the app " +
			"registration.")},
		{[]int{700211}, anatomy.Say("No federated credential of the app has the issuer of the OIDC " +
			"token. Correct the issuer in the app registration's federated credential.")},
		{[]int{700212}, anatomy.Say("No federated credential of the app has the audience of the OIDC "+
			"token. The usual one is %v: ask for it, or correct the audience in the app registration's "+
			"federated credential.", AssertionAudience)},
		{[]int{700213}, anatomy.Say("No federated credential of the app has the subject of the OIDC " +
			"token. Correct the subject in the app registration's federated credential (repository and " +
			"branch, environment, or service connection).")},
		{[]int{70019}, anatomy.Say("The user declined the sign-in on the other device.")},
		{[]int{70020}, anatomy.Say("The code expired before it was entered. Run the command again.")},
		{[]int{50011}, anatomy.Say("The app has not registered the redirect URI. Add " +
			"http://localhost to the app registration (Authentication), as Web or as Mobile and desktop " +
			"application.")},
		{[]int{90002}, anatomy.Say("The tenant does not exist in this cloud. Check %v and %v.",
			anatomy.TenantID, anatomy.Environment)},
		{[]int{90038}, anatomy.Say("The app or the tenant belongs to another cloud than the sign-in "+
			"host. Check %v and %v.", anatomy.Environment, anatomy.AuthorityHost)},
		{[]int{500011}, anatomy.Say("Partner Center's service principal is missing in the tenant. "+
			"Check that %v is the partner's own tenant; if it is, have an administrator grant the app's "+
			"permission on Microsoft Partner Center (fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd), which adds it.",
			anatomy.TenantID)},
		{[]int{9002313}, anatomy.Say("The refresh token is malformed: cut off, broken by line "+
			"breaks, or no refresh token at all. Set %v to the whole value, as `partnercenter login` "+
			"prints it.", anatomy.RefreshToken)},
		{[]int{50196}, anatomy.Say("Entra ID saw the same request again and again, and blocks it for "+
			"a while. Wait some minutes. Set %v, which keeps access tokens between runs: without it "+
			"each one signs in anew.", anatomy.TokenCachePath)},
	}
}

// hintFor chooses the hint: by the first known number, else by the OAuth error, else by the status.
// Nothing but text depends on the numbers: Microsoft changes them.
func hintFor(e *auth.Error) anatomy.Text {
	for _, code := range e.AADSTS {
		for _, hint := range aadstsHints() {
			for _, known := range hint.codes {
				if code == known {
					return hint.text
				}
			}
		}
	}
	if hint := oauthHint(e.OAuthCode); hint != nil {
		return hint
	}
	if e.OAuthCode != "" {
		return anatomy.Say("Entra ID's errors are explained at " +
			"https://login.microsoftonline.com/error, by their AADSTS number.")
	}
	return StatusHint(e.StatusCode)
}

// oauthHint is for numbers that the table does not know.
func oauthHint(code string) anatomy.Text {
	switch code {
	case "invalid_grant":
		return anatomy.Say("Entra ID refuses the refresh token: it is expired, revoked, or not meant "+
			"for this app. %v", signInAgain())
	case "interaction_required", "login_required":
		return anatomy.Say("Entra ID wants the user to sign in, which nobody can do here. %v",
			signInAgain())
	case "consent_required":
		return anatomy.Say("The app lacks consent. Grant the app's delegated permission " +
			"user_impersonation on Microsoft Partner Center, with admin consent. Then sign in again.")
	case "invalid_client":
		return anatomy.Say("Entra ID does not accept the client credential. Check %v, and the "+
			"secret, certificate or OIDC token that goes with it.", anatomy.ClientID)
	case "unauthorized_client":
		return anatomy.Say("The app may not sign in here. Check %v and %v.", anatomy.ClientID,
			anatomy.TenantID)
	case "invalid_request":
		return anatomy.Say("Entra ID cannot read the request. Check %v, %v and %v for cut or added "+
			"characters.", anatomy.RefreshToken, anatomy.ClientID, anatomy.TenantID)
	case "invalid_scope", "invalid_resource":
		return anatomy.Say("Entra ID does not know Partner Center in this tenant. Check %v and %v, "+
			"and the app's permission on Microsoft Partner Center.", anatomy.Environment, anatomy.TenantID)
	case "invalid_tenant":
		return anatomy.Say("The tenant is not known. Check %v and %v.", anatomy.TenantID,
			anatomy.Environment)
	case "access_denied":
		return anatomy.Say("Access was denied. Have an administrator look up the correlation id in " +
			"the tenant's sign-in log.")
	case "temporarily_unavailable", "server_error":
		return anatomy.Say("The sign-in service is not available. %v", TryLater)
	default:
		return nil
	}
}

// StatusHint is for replies that are no OAuth errors.
func StatusHint(status int) anatomy.Text {
	switch {
	case status == http.StatusTooManyRequests:
		return anatomy.Say("The sign-in service throttles. %v", TryLater)
	case status == http.StatusProxyAuthRequired:
		return anatomy.Say("The proxy wants a user name and password. Give them in HTTPS_PROXY.")
	case status >= 300 && status < 400:
		return anatomy.Say("Redirects are not followed, as they could carry secrets elsewhere. Check "+
			"%v and the proxy settings.", anatomy.AuthorityHost)
	case status >= 500:
		return anatomy.Say("The sign-in service has a fault. %v", TryLater)
	default:
		return anatomy.Say("Check %v, %v, and what stands between you and Entra ID, for example a proxy.",
			anatomy.AuthorityHost, anatomy.TenantID)
	}
}
