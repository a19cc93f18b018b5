// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"regexp"
	"strings"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"go.yaml.in/yaml/v4"
)

// Kind is the type of a scalar in Terraform.
type Kind string

// The types.
const (
	Text    Kind = "a string"
	Null    Kind = "null"
	Boolean Kind = "a boolean"
	Number  Kind = "a number"
	// OlderNumber is a number in older versions of Terraform or OpenTofu, and a string in newer ones.
	OlderNumber Kind = "a number in older versions"
	Time        Kind = "a timestamp"
	Refused     Kind = "refused" // no value: the file cannot be read
)

// Reading is a scalar as Terraform reads it: its kind, and the resulting string.
type Reading struct {
	Kind Kind
	Text string
}

// Read asks Terraform's YAML reader about scalars that the reader may convert. Terraform never
// converts quoted scalars. It can convert block scalars, which begin with | or >.
func Read(n *yaml.Node) Reading {
	text := Reading{Text, n.Value}
	switch {
	case n.Style&yaml.TaggedStyle != 0,
		n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return text
	case n.Value == "":
		return Reading{Kind: Null}
	case len(n.Value) > longestBent || !strings.ContainsRune(bentBeginnings, rune(n.Value[0])) ||
		!mayBend.MatchString(n.Value):
		return text
	}
	value, err := Decode([]byte("x: " + n.Value))
	if err != nil {
		return Reading{Refused, n.Value}
	}
	if value = value.GetAttr("x"); value.IsNull() {
		return Reading{Kind: Null}
	}
	return readingOf(value, n.Value)
}

// The forms of numbers, times, booleans, and null. They may match more than Terraform converts,
// because Terraform's reader decides.
const (
	longestBent    = 64
	bentBeginnings = "0123456789+-.~nNyYtTfFoO"
)

var mayBend = regexp.MustCompile(
	`^(~|(?i:y|yes|on|true|n|no|off|false|null)|[-+.0-9][-+.0-9A-Za-z_:]*( [0-9:.]+)?)$`)

// olderNumber is a number in older versions, such as OpenTofu 1.8 and 1.9.
var olderNumber = regexp.MustCompile(
	`^[-+]?(0[xXoObB]?[0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?)$`)

func readingOf(value cty.Value, written string) Reading {
	text := written
	if converted, err := convert.Convert(value, cty.String); err == nil {
		text = converted.AsString()
	}
	switch {
	case value.Type() == cty.Bool:
		return Reading{Boolean, text}
	case value.Type() == cty.Number:
		return Reading{Number, text}
	case olderNumber.MatchString(written):
		return Reading{OlderNumber, text}
	case text != written:
		return Reading{Time, text}
	}
	return Reading{Text, written}
}

// Decode reads YAML like Terraform's yamldecode.
func Decode(document []byte) (cty.Value, error) {
	t, err := ctyyaml.Standard.ImpliedType(document)
	if err != nil {
		return cty.NilVal, err
	}
	return ctyyaml.Standard.Unmarshal(document, t)
}

// IsBent reports whether Terraform reads anything other than the written text.
func (r Reading) IsBent() bool { return r.Kind != Text && r.Kind != Null }

// Bent describes what Terraform reads instead of the written text, and how to keep the text.
func (r Reading) Bent(written string) (problem, cure string) {
	cure = "put it in quotes: " + Shown(written)
	if r.Kind == Refused {
		return "Terraform refuses " + Shown(written) + " without quotes", cure
	}
	problem = "Terraform reads " + Shown(written) + " without quotes as " + string(r.Kind)
	if r.Text != written {
		problem += ", " + Shown(r.Text)
	}
	return problem, cure
}
