// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package doctor

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
)

// partnerCenterApp is the id of Partner Center's own app, which is also a valid audience:
// docs-dev/api.md, Sign-in (parity: access-audience).
const partnerCenterApp = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"

// credentialMistake says what is wrong with the configuration, and gives advice.
func credentialMistake(err error) check {
	var what, next []string
	for _, mistake := range explain.Separate(err) {
		a := anatomy.Of(mistake)
		what = append(what, explain.Line(a))
		if advice := a.Advice.In(explain.Variable); advice != "" {
			next = append(next, advice)
		}
	}
	return check{Name: checkCredential, Outcome: fails, Detail: strings.Join(what, "; "),
		Next: cmp.Or(strings.Join(next, " "), "Correct it, and run `partnercenter doctor` again.")}
}

// credentialFound names the chosen settings and their origins, but never a secret value.
func credentialFound(connection *backend.Connection) check {
	found := []string{connection.Method}
	if connection.Credential != "" {
		found = append(found, connection.Credential, "client_id", "tenant_id")
	}
	for i, setting := range found {
		if setting == "none" {
			found[i] = "no client credential (public client)"
		} else if from := originOf(setting, connection.Origins); from != "" {
			found[i] = setting + " from " + from
		}
	}
	return check{Name: checkCredential, Outcome: holds, Detail: strings.Join(found, ", ")}
}

// originOf returns the origin of a setting, set directly or as a file.
func originOf(setting string, origins map[string]string) string {
	return cmp.Or(origins[setting], origins[setting+"_path"], origins[setting+"_file_path"])
}

// tokenRefused returns the checks after a failure to get a token. A token that is meant for another
// service was found, but has the wrong audience.
func tokenRefused(err error) []check {
	a := anatomy.Of(err)
	failed := check{Name: checkToken, Outcome: fails, Detail: explain.Line(a),
		Next: cmp.Or(a.Advice.In(explain.Variable), runAgain)}
	var failure *auth.Error
	if !errors.As(err, &failure) || !failure.OtherService {
		return append([]check{failed}, unreached(serviceChecks()...)...)
	}
	failed.Name = checkAudience
	found := check{Name: checkToken, Outcome: holds, Detail: "found, but not sent"}
	return append([]check{found, failed}, unreached(serviceChecks()[1:]...)...)
}

func tokenObtained(token auth.Token) check {
	c := check{Name: checkToken, Outcome: holds, Detail: "valid until an unknown time"}
	if !token.ExpiresOn.IsZero() {
		c.Detail = "valid until " + token.ExpiresOn.UTC().Format(time.RFC3339)
	}
	return c
}

// fact is one statement of a token. known is false if the token does not make it.
type fact struct {
	known, holds bool
	detail       string // the statement
	next         string // advice if the check fails
}

// tokenFacts reads a token. Nobody has verified it, and some tokens are unreadable: Partner Center
// decides.
func tokenFacts(token auth.Token, service auth.Audience) map[string]fact {
	claims, readable := auth.ParseClaims(token.Value)
	if !readable {
		return nil
	}
	facts := map[string]fact{}
	if claims.Audience != "" {
		facts[checkAudience] = fact{
			known: true, holds: isAudience(claims.Audience, service), detail: claims.Audience,
			next: "Get a token for " + service.Scope + ", and check " +
				explain.Variable(anatomy.Environment) + ".",
		}
	}
	facts[checkUser] = fact{
		known: true, holds: !claims.AppOnly,
		detail: cmp.Or(claims.UPN, "an unnamed user") + ", tenant " + claims.TenantID,
		next: "Set a refresh token of an Admin agent in addition to the client credential. To get " +
			"one, run `partnercenter login`.",
	}
	if claims.AppOnly {
		facts[checkUser] = fact{known: true, detail: "the token is for an app without a user",
			next: facts[checkUser].next}
	}
	if claims.MFA != nil {
		said := "the token has the MFA claim"
		if !*claims.MFA {
			said = "the token says that the user signed in without MFA"
		}
		facts[checkMFA] = fact{known: true, holds: *claims.MFA, detail: said, next: access.SignInWithMFA}
	}
	return facts
}

func isAudience(audience string, service auth.Audience) bool {
	if service.Additional {
		return service.OtherService(audience) == ""
	}
	audience = strings.TrimRight(audience, "/")
	return strings.EqualFold(audience, service.Resource) ||
		strings.EqualFold(audience, partnerCenterApp)
}
