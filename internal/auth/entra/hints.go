// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"net/http"
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

const (
	// TryLater is the advice for a temporary failure.
	TryLater = "Try again later."

	// AssertionAudience is the audience that Entra ID recommends for federated credentials, and the
	// platforms' guides use.
	AssertionAudience = "api://AzureADTokenExchange"

	// credentialMissing is Entra ID's number for an app that sent no client credential.
	credentialMissing = 7000218
)

// signInAgain names the command that gets a new refresh token, and the two places where it can be
// stored.
func signInAgain() anatomy.Text {
	return anatomy.Say("Sign in again with MFA, as a user with the Admin agent role: `partnercenter "+
		"login` saves the new refresh token in %v, or prints it for %v.",
		anatomy.TokenCachePath, anatomy.RefreshToken)
}

// aadstsHint explains one of Entra ID's error numbers for a sign-in to Partner Center.
type aadstsHint struct {
	codes []int
	text  anatomy.Text // what to do, then what happened
}

// aadstsHints maps numbers to hints: docs-dev/api.md, Sign-in errors.
func aadstsHints() []aadstsHint {
	return []aadstsHint{
		{[]int{700082}, anatomy.Say("%v The refresh token is older than 90 days and was not replaced "+
			"in that time. Using a refresh token does not extend its lifetime: let %v keep its "+
			"replacement, or renew the stored token in time with `partnercenter rotate`.", signInAgain(),
			anatomy.TokenCachePath)},
		{[]int{70008}, anatomy.Say("%v The refresh token has expired.", signInAgain())},
		{[]int{700084}, anatomy.Say("Register the redirect URI of the app as Web, or as Mobile and "+
			"desktop application. %v The refresh token was issued to a single-page app, and such tokens "+
			"expire after 24 hours.", signInAgain())},
		{[]int{50173, 50133, 50132}, anatomy.Say("%v The refresh token was revoked by a sign-out "+
			"everywhere, by an administrator, or by a password change.", signInAgain())},
		{[]int{50076, 50074}, anatomy.Say("%v The sign-in behind the refresh token had no MFA, or a "+
			"policy now requires it.", signInAgain())},
		{[]int{50078}, anatomy.Say("%v The MFA behind the refresh token has expired, because of a "+
			"sign-in frequency policy.", signInAgain())},
		{[]int{50079, 50072}, anatomy.Say("Have the user register for MFA at https://aka.ms/mfasetup. %v",
			signInAgain())},
		{[]int{70043}, anatomy.Say("%v A sign-in frequency policy of Conditional Access ended the "+
			"refresh token. To avoid this, exclude the app from that policy.", signInAgain())},
		{[]int{50057}, anatomy.Say("Have an administrator enable the user's account, or choose another "+
			"user. %v The account of the user who signed in is disabled.", signInAgain())},
		{[]int{50034, 51004}, anatomy.Say("Check %v, or choose another user. %v The user who signed "+
			"in does not exist in this directory.", anatomy.TenantID, signInAgain())},
		{[]int{50053}, anatomy.Say("Wait a few minutes and try again. If this persists, have an " +
			"administrator review the user's sign-ins. The account is locked, because of too many " +
			"failed sign-ins or a suspicious IP address.")},
		{[]int{50055, 50144}, anatomy.Say("Have the user change the password. %v The password has "+
			"expired.", signInAgain())},
		{[]int{50105}, anatomy.Say("Have an administrator assign the user to the enterprise " +
			"application, or stop requiring assignment there. The app admits only assigned users, and " +
			"this user is not assigned.")},
		{[]int{53000, 53001}, anatomy.Say("Sign in with `partnercenter login` on a managed device, " +
			"or have an administrator exclude the app from the Conditional Access policy that admits " +
			"only managed devices (compliant or domain-joined).")},
		{[]int{53002}, anatomy.Say("Have an administrator exclude the app registration or the user " +
			"from the Conditional Access policy that admits only approved client apps. This program " +
			"cannot become one.")},
		{[]int{53003}, anatomy.Say("Have an administrator find the policy by the correlation id in " +
			"the tenant's sign-in log, and check its conditions for this user, app, and network " +
			"location. Conditional Access blocks the token.")},
		{[]int{53004, 53010}, anatomy.Say("Have the user register for MFA at https://aka.ms/mfasetup "+
			"from a device and a network that the organization trusts. If that is refused as a risk, "+
			"have an administrator dismiss the risk. %v The user must register for MFA, and a policy "+
			"did not allow that from the location of the attempt.", signInAgain())},
		{[]int{530035}, anatomy.Say("Have an administrator look up the correlation id in the " +
			"tenant's sign-in log. The tenant's security defaults block the sign-in, because it had no " +
			"MFA or seems unsafe. A new refresh token helps only if the sign-in behind the old one had " +
			"no MFA.")},
		{[]int{53011, 530034}, anatomy.Say("Have an administrator investigate the user under Risky " +
			"users in Entra ID Protection, and sign in again once the risk is cleared. The user is " +
			"blocked, because the account is marked as at risk in its home tenant (for a delegated " +
			"administrator, the partner's tenant). A new refresh token does not help.")},
		{[]int{50135}, anatomy.Say("Have an administrator investigate the risk first. Then have the " +
			"user change the password, and sign in again (`partnercenter login`). The account is marked " +
			"as at risk, and Entra ID requires a new password.")},
		{[]int{50131}, anatomy.Say("Have an administrator find the policy by the correlation id in " +
			"the tenant's sign-in log. A Conditional Access or security policy refuses the sign-in " +
			"because of its device, its network, or suspicious activity. A new refresh token from the " +
			"same place does not help.")},
		{[]int{50158}, anatomy.Say("%v A policy requires another step from the user at sign-in, such "+
			"as another provider's MFA or terms of use, which a program cannot take.", signInAgain())},
		{[]int{50020, 90072}, anatomy.Say("Check that %v is the partner's own tenant, and sign in as "+
			"one of its users (`partnercenter login`). The user who signed in belongs to another "+
			"directory and is not a guest of this one.", anatomy.TenantID)},
		{[]int{7000012}, anatomy.Say("Set %v to the tenant that issued the refresh token, in the "+
			"same spelling, or sign in again to this one (`partnercenter login`). The refresh token was "+
			"issued by another tenant.", anatomy.TenantID)},
		{[]int{65001}, anatomy.Say("Add the delegated permission user_impersonation of Microsoft " +
			"Partner Center (fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd) to the app registration, and grant " +
			"admin consent. Then sign in again (`partnercenter login`). Nobody has consented to this " +
			"app's use of Partner Center.")},
		{[]int{65004}, anatomy.Say("Sign in again (`partnercenter login`) and accept, or have an " +
			"administrator grant consent to the app registration. The user declined the consent.")},
		{[]int{7000112}, anatomy.Say("Have an administrator enable the app (Enterprise " +
			"applications, the app, Properties, Enabled for users to sign-in). The app is disabled in " +
			"this directory.")},
		{[]int{700016}, anatomy.Say("Check that %v is the application (client) id, and that %v is "+
			"the tenant in which the app is registered or consented to. The app is not in this directory.",
			anatomy.ClientID, anatomy.TenantID)},
		{[]int{700005, 700007}, anatomy.Say("Set %v to the app that the refresh token was issued to, "+
			"or sign in again with this app (`partnercenter login`). The refresh token was issued to "+
			"another app.", anatomy.ClientID)},
		{[]int{7000215}, anatomy.Say("Set %v to the secret's value, not to its id, and check that "+
			"the secret belongs to the app %v. The value is shown only once, when the secret is "+
			"created. The client secret is wrong.", anatomy.ClientSecret, anatomy.ClientID)},
		{[]int{7000222}, anatomy.Say("Create a new client secret for the app registration, and set "+
			"%v to its value. The client secret has expired.", anatomy.ClientSecret)},
		{[]int{credentialMissing}, anatomy.Say("Configure a client credential of the app: %v, %v, or "+
			"OIDC (%v). If the app is meant to be a public client, allow public client flows in the app "+
			"registration (Authentication). The app is a confidential client and must authenticate.",
			anatomy.ClientSecret, anatomy.ClientCertificate, anatomy.UseOIDC)},
		{[]int{700025}, anatomy.Say("Remove the client credential (secret, certificate, or OIDC), or " +
			"sign in again with `partnercenter login` through a redirect URI that the app registers as " +
			"Web. The refresh token was issued to a public client, which must not send a client " +
			"credential.")},
		{[]int{700027}, anatomy.Say("Upload the certificate's public part to the app registration, " +
			"or configure the certificate that is registered there. The certificate that signed the " +
			"request is not registered on the app.")},
		{[]int{700023}, anatomy.Say("Check %v, %v, and %v. The client assertion is meant for another "+
			"sign-in host or tenant.", anatomy.Environment, anatomy.AuthorityHost, anatomy.TenantID)},
		{[]int{700024}, anatomy.Say("Provide a new OIDC token (%v is read again each time, %v is "+
			"not), and check this machine's clock. The client assertion is not valid at this time: the "+
			"OIDC token has expired, or the clock is wrong.", anatomy.OIDCTokenFilePath, anatomy.OIDCToken)},
		{[]int{70021}, anatomy.Say("Compare the issuer, subject, and audience of the OIDC token with " +
			"the federated credentials of the app registration. None of them matches.")},
		{[]int{700211}, anatomy.Say("Correct the issuer in the app registration's federated " +
			"credential. None has the issuer of the OIDC token.")},
		{[]int{700212}, anatomy.Say("Request a token for the usual audience, %v, or correct the "+
			"audience in the app registration's federated credential. None has the audience of the OIDC "+
			"token.", AssertionAudience)},
		{[]int{700213}, anatomy.Say("Correct the subject in the app registration's federated " +
			"credential (repository and branch, environment, or service connection). None has the " +
			"subject of the OIDC token.")},
		{[]int{70019}, anatomy.Say("Run the command again, and approve the sign-in. The user " +
			"declined it on the other device.")},
		{[]int{70020}, anatomy.Say("Run the command again. The code expired before it was entered.")},
		{[]int{50011}, anatomy.Say("Add http://localhost to the app registration (Authentication), " +
			"as Web or as Mobile and desktop application. The app has not registered the redirect URI.")},
		{[]int{90002}, anatomy.Say("Check %v and %v. The tenant does not exist in this cloud.",
			anatomy.TenantID, anatomy.Environment)},
		{[]int{90038}, anatomy.Say("Check %v and %v. The app or the tenant belongs to a different "+
			"cloud than the sign-in host.", anatomy.Environment, anatomy.AuthorityHost)},
		{[]int{500011}, anatomy.Say("Check that %v is the partner's own tenant. If it is, have an "+
			"administrator grant the app's permission on Microsoft Partner Center "+
			"(fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd), which adds the missing service principal to "+
			"the tenant.", anatomy.TenantID)},
		{[]int{9002313}, anatomy.Say("Set %v to the whole value, as `partnercenter login` prints it. "+
			"The value is cut off, broken by line breaks, or not a refresh token.", anatomy.RefreshToken)},
		{[]int{50196}, anatomy.Say("Wait a few minutes, and set %v, which keeps access tokens "+
			"between runs. Without it, each run signs in again. Entra ID received the same request too "+
			"often, and blocks it for a while.", anatomy.TokenCachePath)},
	}
}

// hintFor chooses the hint by the first known number, else by the OAuth error, else by the status.
// Only text depends on the numbers, because Microsoft changes them.
func hintFor(e *auth.Error) anatomy.Text {
	for _, code := range e.AADSTS {
		for _, hint := range aadstsHints() {
			if slices.Contains(hint.codes, code) {
				return hint.text
			}
		}
	}
	if hint := oauthHint(e.OAuthCode); hint != nil {
		return hint
	}
	if e.OAuthCode != "" {
		return anatomy.Say("Look up the AADSTS number at https://login.microsoftonline.com/error.")
	}
	return StatusHint(e.StatusCode)
}

// oauthHint covers numbers that the table does not contain.
func oauthHint(code string) anatomy.Text {
	switch code {
	case "invalid_grant":
		return anatomy.Say("%v Entra ID refuses the refresh token: it is expired, revoked, or not "+
			"meant for this app.", signInAgain())
	case "interaction_required", "login_required":
		return anatomy.Say("%v Entra ID requires the user to sign in, which a run cannot do.",
			signInAgain())
	case "consent_required":
		return anatomy.Say("Grant the app's delegated permission user_impersonation on Microsoft " +
			"Partner Center, with admin consent. Then sign in again. The app lacks consent.")
	case "invalid_client":
		return anatomy.Say("Check %v, and its secret, certificate, or OIDC token. Entra ID does not "+
			"accept the client credential.", anatomy.ClientID)
	case "unauthorized_client":
		return anatomy.Say("Check %v and %v. The app is not allowed to sign in here.", anatomy.ClientID,
			anatomy.TenantID)
	case "invalid_request":
		return anatomy.Say("Check %v, %v, and %v for missing or extra characters. Entra ID cannot "+
			"read the request.", anatomy.RefreshToken, anatomy.ClientID, anatomy.TenantID)
	case "invalid_scope":
		return anatomy.Say("Check %v and %v, and the app's permissions. Entra ID does not know the "+
			"requested permission in this tenant.", anatomy.Environment, anatomy.TenantID)
	case "invalid_resource":
		return anatomy.Say("Check %v and %v, and the app's permission on Microsoft Partner Center. "+
			"Entra ID does not know Partner Center in this tenant.", anatomy.Environment, anatomy.TenantID)
	case "invalid_tenant":
		return anatomy.Say("Check %v and %v. Entra ID does not know the tenant.", anatomy.TenantID,
			anatomy.Environment)
	case "access_denied":
		return anatomy.Say("Have an administrator look up the correlation id in the tenant's sign-in " +
			"log. Access was denied.")
	case "temporarily_unavailable", "server_error":
		return anatomy.Say("%v The sign-in service is not available right now.", TryLater)
	default:
		return nil
	}
}

// StatusHint covers replies that are not OAuth errors.
func StatusHint(status int) anatomy.Text {
	switch {
	case status == http.StatusTooManyRequests:
		return anatomy.Say("%v The sign-in service limits the rate of requests.", TryLater)
	case status == http.StatusProxyAuthRequired:
		return anatomy.Say("Set the user name and password of the proxy in HTTPS_PROXY. The proxy " +
			"requires them.")
	case status >= 300 && status < 400:
		return anatomy.Say("Check %v and the proxy settings (HTTPS_PROXY, NO_PROXY). Redirects are "+
			"not followed, because they could send secrets elsewhere.", anatomy.AuthorityHost)
	case status >= 500:
		return anatomy.Say("%v The sign-in service failed.", TryLater)
	default:
		return anatomy.Say("Check %v, %v, and any proxy or firewall between this machine and Entra ID.",
			anatomy.AuthorityHost, anatomy.TenantID)
	}
}
