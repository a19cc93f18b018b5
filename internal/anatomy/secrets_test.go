// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

func TestSecrets_AreHiddenInEveryForm(t *testing.T) {
	t.Parallel()
	const secret = `p~S"s w/o\rd<1`
	known := anatomy.Known("", secret)
	for _, shown := range []string{secret, strings.ToLower(secret), url.QueryEscape(secret),
		url.PathEscape(secret), strconv.Quote(secret),
		string(expect.Must(json.Marshal(secret))(t))} {
		got := known.Hide("so: " + shown + ", yes")
		expect.Equal(t, shown, "so: (redacted), yes", strings.ReplaceAll(got, `"`, ""))
	}
	for _, form := range []string{"%v", "%+v", "%#v", "%s"} {
		expect.Equal(t, form, false, strings.Contains(fmt.Sprintf(form, known), "p~S"))
	}
}

// A secret can be the beginning of another one, as after a rotation.
func TestSecrets_TheLongestIsHiddenFirst(t *testing.T) {
	t.Parallel()
	known := anatomy.Known("password", "password-2027")
	expect.Equal(t, "hidden", "(redacted), (redacted)", known.Hide("password-2027, password"))
	expect.Equal(t, "nothing known", "password", anatomy.Known().Hide("password"))
}
