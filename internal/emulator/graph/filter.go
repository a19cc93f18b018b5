// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// maxFilterDepth keeps a filter of nothing but parentheses from exhausting the stack.
const maxFilterDepth = 100

// matcher reports whether an alert passes.
type matcher = func(*world.Event) bool

// filterParser reads a $filter of OData: comparisons and "in", with and, or, not, and parentheses.
type filterParser struct {
	behaviour  Behaviour
	properties []property
	rest       []token
	depth      int
}

func parseFilter(text string, b Behaviour) (matcher, *refusal) {
	if b.GraphFilter == FilterRefused {
		return nil, badRequest("Invalid filter clause")
	}
	rest, ok := tokens(text)
	if !ok || len(rest) == 0 {
		return nil, badFilter("unterminated text, or nothing")
	}
	p := &filterParser{behaviour: b, properties: alertProperties(b), rest: rest}
	match, refused := p.or()
	if refused == nil && len(p.rest) > 0 {
		refused = badFilter("unexpected '" + p.rest[0].text + "'")
	}
	return match, refused
}

func badFilter(why string) *refusal { return badRequest("Invalid filter clause: " + why + ".") }

// take removes the next token if it is that word.
func (p *filterParser) take(word string) bool {
	if len(p.rest) > 0 && !p.rest[0].quoted && p.rest[0].text == word {
		p.rest = p.rest[1:]
		return true
	}
	return false
}

// next removes the next token, and returns an empty one at the end.
func (p *filterParser) next() token {
	if len(p.rest) == 0 {
		return token{}
	}
	one := p.rest[0]
	p.rest = p.rest[1:]
	return one
}

func (p *filterParser) or() (matcher, *refusal) {
	return p.joined("or", p.and, func(a, b matcher) matcher {
		return func(e *world.Event) bool { return a(e) || b(e) }
	})
}

func (p *filterParser) and() (matcher, *refusal) {
	return p.joined("and", p.not, func(a, b matcher) matcher {
		return func(e *world.Event) bool { return a(e) && b(e) }
	})
}

func (p *filterParser) joined(word string, operand func() (matcher, *refusal),
	join func(a, b matcher) matcher) (matcher, *refusal) {
	all, refused := operand()
	for refused == nil && p.take(word) {
		var one matcher
		if one, refused = operand(); refused == nil {
			all = join(all, one)
		}
	}
	return all, refused
}

func (p *filterParser) not() (matcher, *refusal) {
	if p.depth++; p.depth > maxFilterDepth {
		return nil, badFilter("too deep")
	}
	defer func() { p.depth-- }()
	if p.take("not") {
		match, refused := p.not()
		return func(e *world.Event) bool { return !match(e) }, refused
	}
	if p.take("(") {
		match, refused := p.or()
		if refused == nil && !p.take(")") {
			refused = badFilter("a parenthesis is open")
		}
		return match, refused
	}
	return p.comparison()
}

// comparison reads "status eq 'active'" or "status in ('active', 'resolved')".
func (p *filterParser) comparison() (matcher, *refusal) {
	prop, refused := p.property()
	if refused != nil {
		return nil, refused
	}
	operator := p.next().text
	if operator == "in" {
		return p.oneOf(prop)
	}
	value, refused := p.literal(prop)
	if refused != nil {
		return nil, refused
	}
	return p.compare(prop, operator, value)
}

// property reads the name of a property that can be filtered.
func (p *filterParser) property() (property, *refusal) {
	name := p.next()
	i := slices.IndexFunc(p.properties, func(one property) bool { return one.name == name.text })
	if i < 0 || name.quoted {
		return property{}, badFilter("'" + name.text + "' is not a property, or not supported")
	}
	only := p.behaviour.GraphFilterOnly
	if p.properties[i].kind == listProperty ||
		only != "" && !slices.Contains(strings.Split(only, ","), name.text) {
		return property{}, badRequest("Filtering on the property '" + name.text +
			"' is not supported.")
	}
	return p.properties[i], nil
}

func (p *filterParser) oneOf(prop property) (matcher, *refusal) {
	if !p.take("(") {
		return nil, badFilter("'in' needs a list")
	}
	var values []string
	for {
		value, refused := p.literal(prop)
		if refused != nil {
			return nil, refused
		}
		values = append(values, value)
		if !p.take(",") {
			break
		}
	}
	if !p.take(")") {
		return nil, badFilter("a list is open")
	}
	return func(e *world.Event) bool {
		return slices.ContainsFunc(values,
			func(value string) bool { return p.order(prop, prop.text(e), value) == 0 })
	}, nil
}

// literal reads a value of the property's type. Null is an empty text, which no property has.
func (p *filterParser) literal(prop property) (string, *refusal) {
	value := p.next()
	wrong := badFilter("'" + value.text + "' is not a value of '" + prop.name + "'")
	if value.text == "null" && !value.quoted {
		return "", nil
	}
	switch prop.kind {
	case timeProperty:
		if _, err := time.Parse(time.RFC3339Nano, value.text); err != nil || value.quoted {
			return "", wrong
		}
	case flagProperty:
		if value.quoted || value.text != "true" && value.text != "false" {
			return "", wrong
		}
	case enumProperty:
		if !value.quoted || !slices.Contains(enumValues(prop.name), value.text) {
			return "", wrong
		}
	default:
		if !value.quoted {
			return "", wrong
		}
	}
	return value.text, nil
}

// enumValues are the documented values of an enum.
func enumValues(name string) []string {
	switch name {
	case "status":
		return []string{"active", "resolved", "investigating", "unknownFutureValue"}
	case "resolvedReason":
		return []string{"legitimate", "ignore", "fraud", "unknownFutureValue"}
	case "severity":
		return []string{"informational", "high", "medium", "low", "unknownFutureValue"}
	default: // confidenceLevel
		return []string{"high", "medium", "low", "unknownFutureValue"}
	}
}

func (p *filterParser) compare(prop property, operator, value string) (matcher, *refusal) {
	order := func(e *world.Event) int { return p.order(prop, prop.text(e), value) }
	known := func(e *world.Event) bool { return value != "" && prop.text(e) != "" }
	switch operator {
	case "eq":
		return func(e *world.Event) bool { return order(e) == 0 }, nil
	case "ne":
		return func(e *world.Event) bool { return order(e) != 0 }, nil
	case "gt":
		return func(e *world.Event) bool { return known(e) && order(e) > 0 }, nil
	case "ge":
		return func(e *world.Event) bool { return known(e) && order(e) >= 0 }, nil
	case "lt":
		return func(e *world.Event) bool { return known(e) && order(e) < 0 }, nil
	case "le":
		return func(e *world.Event) bool { return known(e) && order(e) <= 0 }, nil
	}
	return nil, badFilter("the operator '" + operator + "' is not supported")
}

// order compares two values of a property: times by time, texts with or without case.
func (p *filterParser) order(prop property, a, b string) int {
	if prop.kind == timeProperty {
		at, _ := time.Parse(time.RFC3339Nano, a) // the zero time for null
		than, _ := time.Parse(time.RFC3339Nano, b)
		return at.Compare(than)
	}
	if !p.behaviour.GraphFilterExactCase {
		a, b = strings.ToLower(a), strings.ToLower(b)
	}
	return strings.Compare(a, b)
}
