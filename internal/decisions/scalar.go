// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"regexp"
	"strings"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"go.yaml.in/yaml/v4"
)

// kind is the type of a scalar in Terraform.
type kind string

const (
	isText    kind = "a string"
	isNull    kind = "null"
	isBoolean kind = "a boolean"
	isNumber  kind = "a number"
	isTime    kind = "a timestamp"
	isRefused kind = "refused" // no value: the file cannot be read
)

// reading is a scalar as Terraform reads it: its kind, and the resulting string.
type reading struct {
	kind kind
	text string
}

// read asks Terraform's YAML reader about scalars that the reader may convert. Terraform never
// converts quoted scalars. It can convert block scalars, which begin with | or >.
func read(n *yaml.Node) reading {
	text := reading{isText, n.Value}
	switch {
	case n.Style&yaml.TaggedStyle != 0,
		n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return text
	case n.Value == "":
		return reading{kind: isNull}
	case len(n.Value) > longestBent || !strings.ContainsRune(bentBeginnings, rune(n.Value[0])) ||
		!mayBend.MatchString(n.Value):
		return text
	}
	value, err := decode([]byte("x: " + n.Value))
	if err != nil {
		return reading{isRefused, n.Value}
	}
	if value = value.GetAttr("x"); value.IsNull() {
		return reading{kind: isNull}
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

// olderNumber is a number in Terraform, and in OpenTofu 1.8 and 1.9, and a string in later
// versions.
var olderNumber = regexp.MustCompile(
	`^[-+]?(0[xXoObB]?[0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?)$`)

func readingOf(value cty.Value, written string) reading {
	text := written
	if converted, err := convert.Convert(value, cty.String); err == nil {
		text = converted.AsString()
	}
	switch {
	case value.Type() == cty.Bool:
		return reading{isBoolean, text}
	case value.Type() == cty.Number, olderNumber.MatchString(written):
		return reading{isNumber, text}
	case text != written:
		return reading{isTime, text}
	}
	return reading{isText, written}
}

// decode reads YAML like Terraform's yamldecode.
func decode(document []byte) (cty.Value, error) {
	t, err := ctyyaml.Standard.ImpliedType(document)
	if err != nil {
		return cty.NilVal, err
	}
	return ctyyaml.Standard.Unmarshal(document, t)
}

// isBent reports whether Terraform reads anything other than the written text.
func (r reading) isBent() bool { return r.kind != isText && r.kind != isNull }

// bent describes what Terraform reads instead of the written text, and how to keep the text.
func (r reading) bent(written string) (problem, cure string) {
	cure = "put it in quotes: " + shown(written)
	if r.kind == isRefused {
		return "Terraform refuses " + shown(written) + " without quotes", cure
	}
	problem = "Terraform reads " + shown(written) + " without quotes as " + string(r.kind)
	if r.text != written {
		problem += ", " + shown(r.text)
	}
	return problem, cure
}
