// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v4"
)

// Terraform's reader must agree that the skipped scalars are texts.
func TestRead_AgreesWithTerraformOnTexts(t *testing.T) {
	t.Parallel()
	const letters = "0123456789+-.eExXobnyYsNtTfFuUrlLaAiI~_: Z"
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same values in every run
	words := []string{
		"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "n", "N", "no",
		"No", "NO",
		"false", "False", "FALSE", "off", "Off", "OFF", "~", "null", "Null", "NULL",
		".inf", "-.Inf", "+.INF", ".nan", ".NaN", "0", "-1", "+1", "0042", "0o17", "0x1F", "1e3",
		"1.10", ".5", "1.", "1E-7",
		"2026-03-04", "2026-3-4", "2026-03-04T10:11:12Z", "2026-03-04t10:11:12.5+01:00",
		"2026-3-4 10:11:12.5",
	}
	for range 20_000 {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			b.WriteByte(letters[random.IntN(len(letters))])
		}
		words = append(words, b.String())
	}
	bent := 0
	for _, word := range words {
		text := "x: " + word + "\n"
		root, found := Load([]byte(text))
		if found != nil || len(root.Content) != 2 || root.Content[1].Kind != yaml.ScalarNode {
			continue
		}
		got := Read(root.Content[1])
		value, err := Decode([]byte(text))
		isTheText := false
		if err == nil {
			x := value.GetAttr("x")
			isTheText = x.Type() == cty.String && !x.IsNull() && x.AsString() == strings.TrimSpace(word)
		}
		if got.Kind == Text && !isTheText {
			t.Errorf("%q is a text, and to Terraform %#v, %v", word, value, err)
		}
		if got.Kind != Text && isTheText && got.Kind != OlderNumber {
			t.Errorf("%q is %s, and to Terraform a text", word, got.Kind)
		}
		if got.Kind != Text {
			bent++
		}
	}
	if bent < 1000 {
		t.Errorf("only %d words are anything but texts", bent)
	}
}
