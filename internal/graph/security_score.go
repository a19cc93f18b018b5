// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// SecurityScore is the partner security score. Numbers that the reply lacks are nil.
type SecurityScore struct {
	Current, Max *big.Float
	UpdatedOn    time.Time // zero if not returned
	RefreshedOn  time.Time // zero if not returned
	Requirements map[string]Requirement
}

// Requirement is one of the requirements that make up the score.
type Requirement struct {
	ComplianceStatus string // "compliant", "noncompliant", or a new one
	State            string // "active", "preview", or a new one
	Score, Max       *big.Float
	UpdatedOn        time.Time // zero if not returned
	ActionURL        string
	HelpURL          string

	// AverageResponseHours is about alerts of the last 30 days.
	AverageResponseHours *big.Float

	// Counts are by the names of Graph's properties. Those that the reply lacks are missing.
	Counts map[string]*big.Float

	// Policies are the states of Entra ID's policies for MFA, by the names of Graph's properties.
	Policies map[string]string
}

func path(below ...string) []string {
	return append([]string{version, "security", "partner", "securityScore"}, below...)
}

// adviseOnScore is about what only the security score meets.
func adviseOnScore(e *Error) anatomy.Text {
	if e.StatusCode != http.StatusNotFound {
		return nil
	}
	return anatomy.Say("Check %v, %v, and %v if it is set. Graph documents the security score for "+
		"partners in the global cloud only.", anatomy.TenantID, anatomy.Environment,
		anatomy.GraphBaseURL)
}

// SecurityScore reads the score and its requirements.
func (c *Client) SecurityScore(ctx context.Context) (SecurityScore, error) {
	got, err := c.get(ctx, request{Purpose: rest.Purpose{Operation: "read the security score"},
		path: path(), advise: adviseOnScore})
	if err != nil {
		return SecurityScore{}, err
	}
	score, err := decodeScore(got.body)
	if err != nil {
		return SecurityScore{}, c.otherForm(got, err)
	}
	score.Requirements = map[string]Requirement{}
	purpose := rest.Purpose{Operation: "read the requirements of the security score"}
	err = c.list(ctx, request{Purpose: purpose,
		path: path("requirements"), advise: adviseOnScore}, func(element json.RawMessage) error {
		kind, requirement, err := decodeRequirement(element)
		if err != nil {
			return err
		}
		// Of two with the same type, the newer one counts.
		if other, ok := score.Requirements[kind]; !ok || other.UpdatedOn.Before(requirement.UpdatedOn) {
			score.Requirements[kind] = requirement
		}
		return nil
	})
	return score, err
}

var errNoScore = errors.New("it has no currentScore")

// decodeScore reads the singleton. The documented sample wraps it in value; Graph usually does not,
// and a list of one is possible, too.
func decodeScore(body []byte) (SecurityScore, error) {
	var printed struct {
		Value               json.RawMessage
		CurrentScore        number
		MaxScore            number
		UpdatedDateTime     moment
		LastRefreshDateTime moment
	}
	if len(body) == 0 {
		return SecurityScore{}, errNoScore
	}
	if err := json.Unmarshal(body, &printed); err != nil {
		return SecurityScore{}, err
	}
	if printed.CurrentScore.Float == nil && len(printed.Value) > 0 {
		var list []json.RawMessage
		if json.Unmarshal(printed.Value, &list) == nil {
			if len(list) != 1 {
				return SecurityScore{}, errNoScore
			}
			printed.Value = list[0]
		}
		inner := printed.Value
		printed.Value = nil
		if err := json.Unmarshal(inner, &printed); err != nil {
			return SecurityScore{}, err
		}
	}
	if printed.CurrentScore.Float == nil {
		return SecurityScore{}, errNoScore
	}
	return SecurityScore{Current: printed.CurrentScore.Float, Max: printed.MaxScore.Float,
		UpdatedOn: printed.UpdatedDateTime.Time, RefreshedOn: printed.LastRefreshDateTime.Time}, nil
}

var errNoType = errors.New("a requirement has no requirementType")

// decodeRequirement also returns the type. Ids of requirements differ between the documented pages,
// so the type is the key.
func decodeRequirement(raw json.RawMessage) (string, Requirement, error) {
	var printed struct {
		RequirementType            string
		ComplianceStatus           string
		State                      string
		ActionURL                  string
		HelpURL                    string
		Score                      number
		MaxScore                   number
		AverageResponseTimeInHours number
		UpdatedDateTime            moment
	}
	if err := json.Unmarshal(raw, &printed); err != nil {
		return "", Requirement{}, err
	}
	if strings.TrimSpace(printed.RequirementType) == "" {
		return "", Requirement{}, errNoType
	}
	r := Requirement{ComplianceStatus: compliance(printed.ComplianceStatus), State: printed.State,
		Score: printed.Score.Float, Max: printed.MaxScore.Float,
		UpdatedOn: printed.UpdatedDateTime.Time, ActionURL: printed.ActionURL, HelpURL: printed.HelpURL,
		AverageResponseHours: printed.AverageResponseTimeInHours.Float}
	err := r.addMeasures(raw)
	return printed.RequirementType, r, err
}

// compliance corrects the spelling of Graph's own enum, in any case. A new status stays as it is.
func compliance(status string) string {
	switch lower := strings.ToLower(status); lower {
	case "noncomplaint":
		return "noncompliant"
	case "compliant", "noncompliant":
		return lower
	}
	return status
}

// addMeasures reads what the types derived from a requirement add: counts and policies.
func (r *Requirement) addMeasures(raw json.RawMessage) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		return err
	}
	r.Counts, r.Policies = map[string]*big.Float{}, map[string]string{}
	for name, value := range members {
		if name == "" {
			continue
		}
		name = strings.ToLower(name[:1]) + name[1:]
		switch {
		case strings.HasPrefix(name, "@"), name == "complianceStatus":
		case strings.HasSuffix(name, "Count"):
			var count number
			if err := json.Unmarshal(value, &count); err != nil {
				return err
			}
			if count.Float != nil {
				r.Counts[name] = count.Float
			}
		case strings.HasSuffix(name, "Status"):
			var status string
			if json.Unmarshal(value, &status) == nil && status != "" {
				r.Policies[name] = status
			}
		}
	}
	return nil
}
