// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest_test

import (
	"encoding/base64"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

func TestDo_AnswersAClaimsChallenge(t *testing.T) {
	t.Parallel()
	claims := `{"access_token":{"nbf":{"essential":true,"value":"1700000000"},"x":"~~??>>"}}`
	expect.Each(t, map[string]*base64.Encoding{"standard": base64.StdEncoding,
		"raw": base64.RawStdEncoding, "URL": base64.URLEncoding, "raw URL": base64.RawURLEncoding,
	}, func(t *testing.T, encoding *base64.Encoding) {
		source := &inTurn{values: []string{"t1", "t2"}}
		c, _ := connect(t, func(c *rest.Config) { c.Tokens = source },
			status(401, `WWW-Authenticate: Bearer realm="", authorization_uri="https://login.test/a, b", `+
				`error="insufficient_claims", claims="`+encoding.EncodeToString([]byte(claims))+`"`),
			status(503), status(200))
		get(t, c)
		expect.Equal(t, "requests for tokens", []auth.TokenRequest{{},
			{Rejected: "t1", Claims: claims}, {Rejected: "t1"}}, source.asked)
	})
}

func TestDo_AChallengeThatCannotBeReadIsAPlainRefusal(t *testing.T) {
	t.Parallel()
	for _, challenge := range []string{
		`Bearer error="insufficient_claims", claims="***"`,
		`Bearer error="insufficient_claims", claims="bm90IEpTT04="`,
		`Bearer error="invalid_token", claims="e30="`,
		`Bearer error="insufficient_claims"`,
		`OAuth realm=urn:cpsvc:cpid:1`,
	} {
		source := &inTurn{values: []string{"t1", "t2"}}
		c, _ := connect(t, func(c *rest.Config) { c.Tokens = source },
			status(401, "WWW-Authenticate: "+challenge), status(200))
		get(t, c)
		expect.Equal(t, challenge, auth.TokenRequest{Rejected: "t1"}, source.asked[1])
	}
}
