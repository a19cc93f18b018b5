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

// kind is what a scalar is to Terraform.
type kind string

const (
	isText    kind = "a string"
	isNull    kind = "null"
	isBoolean kind = "a boolean"
	isNumber  kind = "a number"
	isTime    kind = "a timestamp"
	isRefused kind = "refused" // no value at all: the file cannot be read
)

// reading is what Terraform makes of a scalar: its kind, and the text that follows from it.
type reading struct {
	kind kind
	text string
}

// read asks the YAML reader of Terraform about the scalars that may not be the text that they look
// like. Those in quotes are; texts of several lines, which begin with | or >, are not always.
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

// The forms of numbers, times, booleans and null. More may match than Terraform bends: its reader
// has the last word.
const (
	longestBent    = 64
	bentBeginnings = "0123456789+-.~nNyYtTfFoO"
)

var mayBend = regexp.MustCompile(
	`^(~|(?i:y|yes|on|true|n|no|off|false|null)|[-+.0-9][-+.0-9A-Za-z_:]*( [0-9:.]+)?)$`)

// olderNumber is a number to Terraform and OpenTofu 1.8 and 1.9, and a text to later versions.
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

// decode reads YAML as the function yamldecode does.
func decode(document []byte) (cty.Value, error) {
	t, err := ctyyaml.Standard.ImpliedType(document)
	if err != nil {
		return cty.NilVal, err
	}
	return ctyyaml.Standard.Unmarshal(document, t)
}

// isBent reports whether Terraform reads anything other than the text that is written.
func (r reading) isBent() bool { return r.kind != isText && r.kind != isNull }

// bent says what Terraform reads in place of a scalar, and how to keep what is written.
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
