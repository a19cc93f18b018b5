// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"
)

// scope evaluates GitHub's expressions, as far as the shipped workflows use them: names, quoted
// texts, ==, !=, &&, ||, !, parentheses and the functions of status. Anything else fails the test.
type scope struct {
	t      *testing.T
	status string            // of the jobs that are needed, or of the steps before
	values map[string]string // by full name, such as steps.seal.outputs.digest
}

var (
	placeholder = regexp.MustCompile(`\$\{\{(.*?)\}\}`)
	token       = regexp.MustCompile(`^\s*(==|!=|&&|\|\||[!()]|'[^']*'|[A-Za-z_][\w.-]*)`)
	statusCheck = regexp.MustCompile(`\b(always|success|failure|cancelled)\(\)`)
)

// fill replaces what stands in ${{ }}.
func (s *scope) fill(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		return s.evaluate(placeholder.FindStringSubmatch(found)[1])
	})
}

// holds says whether a condition holds. One that names no function of status holds only after
// success.
func (s *scope) holds(condition string) bool {
	condition = strings.TrimSpace(condition)
	if match := placeholder.FindStringSubmatch(condition); len(match) > 1 && match[0] == condition {
		condition = match[1]
	}
	if !statusCheck.MatchString(condition) && s.status != success {
		return false
	}
	return condition == "" || truth(s.evaluate(condition))
}

func (s *scope) evaluate(expression string) string {
	p := &parser{scope: s, rest: expression}
	value := p.or()
	if strings.TrimSpace(p.rest) != "" {
		s.t.Fatalf("%q: cannot evaluate %q", expression, p.rest)
	}
	return value
}

func truth(value string) bool { return value != "" && value != "false" }

func text(value bool) string {
	if value {
		return "true"
	}
	return "false"
}

// parser evaluates while it reads. It has a method for each level of precedence.
type parser struct {
	scope *scope
	rest  string
}

// take reads a token if it is one of these.
func (p *parser) take(wanted ...string) string {
	match := token.FindStringSubmatch(p.rest)
	for _, w := range wanted {
		if len(match) > 1 && match[1] == w {
			p.rest = p.rest[len(match[0]):]
			return w
		}
	}
	return ""
}

func (p *parser) or() string {
	value := p.and()
	for p.take("||") != "" {
		if right := p.and(); !truth(value) {
			value = right
		}
	}
	return value
}

func (p *parser) and() string {
	value := p.equality()
	for p.take("&&") != "" {
		if right := p.equality(); truth(value) {
			value = right
		}
	}
	return value
}

func (p *parser) equality() string {
	value := p.unary()
	switch p.take("==", "!=") {
	case "==":
		value = text(strings.EqualFold(value, p.unary()))
	case "!=":
		value = text(!strings.EqualFold(value, p.unary()))
	}
	return value
}

func (p *parser) unary() string {
	if p.take("!") != "" {
		return text(!truth(p.unary()))
	}
	if p.take("(") != "" {
		value := p.or()
		p.expect(")")
		return value
	}
	match := token.FindStringSubmatch(p.rest)
	if match == nil {
		p.scope.t.Fatalf("cannot evaluate %q", p.rest)
	}
	p.rest = p.rest[len(match[0]):]
	if quoted, isQuoted := strings.CutPrefix(match[1], "'"); isQuoted {
		return strings.TrimSuffix(quoted, "'")
	}
	if p.take("(") != "" {
		p.expect(")")
		return p.call(match[1])
	}
	return p.scope.values[match[1]]
}

func (p *parser) call(function string) string {
	switch function {
	case "always":
		return "true"
	case "success", "failure":
		return text(p.scope.status == function)
	case "cancelled":
		return "false"
	}
	p.scope.t.Fatalf("the function %s is not known here", function)
	return ""
}

func (p *parser) expect(wanted string) {
	if p.take(wanted) == "" {
		p.scope.t.Fatalf("want %s before %q", wanted, p.rest)
	}
}

func TestWorkflowExpression_ValuesAndPrecedence(t *testing.T) {
	t.Parallel()
	values := map[string]string{"github.event_name": "push", "needs.plan.outputs.n": "2"}
	s := &scope{t: t, status: failure, values: values}
	for condition, want := range map[string]bool{
		"":                       false, // after a failure
		"always()":               true,
		"success() || failure()": true,
		"!cancelled() && github.event_name != 'push'":                           false,
		"always() && needs.plan.outputs.n != ''":                                true,
		"always() && (github.event_name == 'x' || needs.plan.outputs.n == '2')": true,
		"${{ failure() && !(github.event_name == 'PUSH') }}":                    false,
	} {
		if got := s.holds(condition); got != want {
			t.Errorf("%s: %t", condition, got)
		}
	}
	if got := s.fill("${{ github.event_name }} of ${{ needs.plan.outputs.n }}"); got != "push of 2" {
		t.Error(got)
	}
}
