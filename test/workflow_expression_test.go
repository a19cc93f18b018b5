// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// scope evaluates the part of GitHub's expressions that the shipped workflows use: names, quoted
// texts, ==, !=, &&, ||, !, parentheses and status functions. Anything else fails the test.
type scope struct {
	t      *testing.T
	status string            // of the required jobs, or of the previous steps
	values map[string]string // by full name, such as steps.seal.outputs.digest
}

var (
	placeholder = regexp.MustCompile(`\$\{\{(.*?)\}\}`)
	statusCheck = regexp.MustCompile(`\b(always|success|failure|cancelled)\(\)`)
)

// fill replaces expressions in ${{ }}.
func (s *scope) fill(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		return s.evaluate(placeholder.FindStringSubmatch(found)[1])
	})
}

// holds reports whether a condition is true. A condition without a status function is true only
// after success.
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

// evaluate reads the expression as a Go expression, which has the same operators with the same
// precedence. Go lacks names with a hyphen and texts in single quotes.
func (s *scope) evaluate(expression string) string {
	goName := regexp.MustCompile(`(\w)-(\w)`).ReplaceAllString(expression, "${1}ǃ$2")
	parsed, err := parser.ParseExpr(strings.ReplaceAll(strings.TrimSpace(goName), "'", "`"))
	if err != nil {
		s.t.Fatalf("cannot evaluate %q: %v", expression, err)
	}
	return s.value(parsed)
}

func (s *scope) value(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.ParenExpr:
		return s.value(e.X)
	case *ast.BasicLit:
		return strings.ReplaceAll(strings.Trim(e.Value, "`"), "ǃ", "-")
	case *ast.Ident, *ast.SelectorExpr:
		return s.values[name(e)]
	case *ast.CallExpr:
		return s.call(name(e.Fun))
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return strconv.FormatBool(!truth(s.value(e.X)))
		}
	case *ast.BinaryExpr:
		left, right := s.value(e.X), s.value(e.Y)
		switch {
		case e.Op == token.LAND && truth(left), e.Op == token.LOR && !truth(left):
			return right
		case e.Op == token.LAND, e.Op == token.LOR:
			return left
		case e.Op == token.EQL, e.Op == token.NEQ:
			return strconv.FormatBool(strings.EqualFold(left, right) == (e.Op == token.EQL))
		}
	}
	s.t.Fatalf("cannot evaluate %T", expression)
	return ""
}

// name returns a name with its dots and hyphens.
func name(expression ast.Expr) string {
	switch e := expression.(type) {
	case *ast.Ident:
		return strings.ReplaceAll(e.Name, "ǃ", "-")
	case *ast.SelectorExpr:
		return name(e.X) + "." + name(e.Sel)
	}
	return ""
}

func (s *scope) call(function string) string {
	switch function {
	case "always", "success", "failure", "cancelled":
		return strconv.FormatBool(function == "always" || s.status == function)
	}
	s.t.Fatalf("the function %s is not known here", function)
	return ""
}

func truth(value string) bool { return value != "" && value != "false" }

func TestWorkflowExpression_ValuesAndPrecedence(t *testing.T) {
	t.Parallel()
	values := map[string]string{"github.event_name": "push", "steps.a-b.outputs.n": "2-x"}
	s := &scope{t: t, status: failure, values: values}
	for condition, want := range map[string]bool{
		"":                       false, // after a failure
		"always()":               true,
		"success() || failure()": true,
		"!cancelled() && github.event_name != 'push'":                            false,
		"always() && steps.a-b.outputs.n != ''":                                  true,
		"always() && (github.event_name == 'x' || steps.a-b.outputs.n == '2-X')": true,
		"${{ failure() && !(github.event_name == 'PUSH') }}":                     false,
	} {
		expect.Equal(t, condition, want, s.holds(condition))
	}
	expect.Equal(t, "text", "push of 2-x",
		s.fill("${{ github.event_name }} of ${{ steps.a-b.outputs.n }}"))
}
