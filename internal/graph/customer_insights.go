// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// CustomerInsight says how a customer protects its users with MFA. Numbers that the reply lacks are
// nil, and texts empty.
type CustomerInsight struct {
	TenantID                         string
	CompliantAdminsCount             *big.Float
	CompliantNonAdminsCount          *big.Float
	TotalUsersCount                  *big.Float
	SecurityDefaultsStatus           string
	MFAConditionalAccessPolicyStatus string
	LegacyPerUserMFAStatus           string
}

var errNoTenant = errors.New("a customer has no tenantId")

// CustomerInsights reads the insights of all customers, by tenant id in lower case.
func (c *Client) CustomerInsights(ctx context.Context) (map[string]CustomerInsight, error) {
	insights := map[string]CustomerInsight{}
	purpose := rest.Purpose{Operation: "read the customer insights of the security score"}
	err := c.list(ctx, request{Purpose: purpose,
		path: path("customerInsights"), advise: adviseOnScore}, func(element json.RawMessage) error {
		insight, err := decodeInsight(element)
		if err == nil {
			insights[insight.TenantID] = insight
		}
		return err
	})
	return insights, err
}

func decodeInsight(raw json.RawMessage) (CustomerInsight, error) {
	var printed struct {
		TenantID string
		MFA      struct {
			CompliantAdminsCount             number
			CompliantNonAdminsCount          number
			TotalUsersCount                  number
			SecurityDefaultsStatus           string
			MFAConditionalAccessPolicyStatus string
			LegacyPerUserMFAStatus           string
		}
	}
	if err := json.Unmarshal(raw, &printed); err != nil {
		return CustomerInsight{}, err
	}
	id := strings.ToLower(strings.TrimSpace(printed.TenantID))
	if id == "" {
		return CustomerInsight{}, errNoTenant
	}
	mfa := printed.MFA
	return CustomerInsight{TenantID: id,
		CompliantAdminsCount:             mfa.CompliantAdminsCount.Float,
		CompliantNonAdminsCount:          mfa.CompliantNonAdminsCount.Float,
		TotalUsersCount:                  mfa.TotalUsersCount.Float,
		SecurityDefaultsStatus:           mfa.SecurityDefaultsStatus,
		MFAConditionalAccessPolicyStatus: mfa.MFAConditionalAccessPolicyStatus,
		LegacyPerUserMFAStatus:           mfa.LegacyPerUserMFAStatus,
	}, nil
}
