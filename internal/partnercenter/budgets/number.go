// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// The service stores decimals of 28 digits, and prints up to 20 of them after the point.
const (
	precision   = 512 // bits, as in Terraform
	mostDigits  = 28
	mostText    = 100 // characters of a number in a reply
	mostExtreme = 200 // the binary exponent of a number that can be an amount
)

var (
	errNotNumber = errors.New("it is not a decimal number")
	errExtreme   = errors.New("the number is too large, too small, or too long for an amount")
)

// Parse reads a decimal number without rounding. It refuses numbers that only a faulty service
// sends, because printing them could take all memory.
func Parse(text string) (*big.Float, error) {
	if len(text) > mostText {
		return nil, errExtreme
	}
	if strings.Trim(text, "0123456789+-.eE") != "" {
		return nil, errNotNumber
	}
	n, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil {
		return nil, errNotNumber
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(text), "e")
	vanished := n.Sign() == 0 && strings.ContainsAny(mantissa, "123456789")
	if isExtreme(n) || vanished {
		return nil, errExtreme
	}
	return n, nil
}

func isExtreme(n *big.Float) bool {
	exponent := n.MantExp(nil)
	return n.IsInf() || exponent > mostExtreme || exponent < -mostExtreme
}

// Text prints a number exactly: "10", "120.5682999999995904716". No number is "none".
func Text(n *big.Float) string {
	if n == nil {
		return "none"
	}
	return new(big.Float).SetPrec(precision).Set(n).Text('f', -1)
}

// Same reports whether two amounts are equal: 10 and 10.00 are, and so are two missing ones. A
// missing amount differs from zero.
func Same(a, b *big.Float) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Cmp(b) == 0
}

// CheckAmount says what an amount must be: "must be greater than 0, got -1".
func CheckAmount(n *big.Float) error {
	if isExtreme(n) { // printing it could take all memory
		return fmt.Errorf("must be a decimal of at most %d digits", mostDigits)
	}
	if n.Sign() <= 0 {
		return fmt.Errorf("must be greater than 0, got %s", n.Text('g', 10))
	}
	if digits := strings.Trim(strings.Replace(Text(n), ".", "", 1), "0"); len(digits) > mostDigits {
		return fmt.Errorf("must be a decimal of at most %d digits, got %s…", mostDigits,
			Text(n)[:mostDigits])
	}
	return nil
}

// CheckPercent says what a percentage must be: "must be at least 0, got -1".
func CheckPercent(n *big.Float) error {
	switch {
	case isExtreme(n):
		return errors.New("is too large or too small for a percentage")
	case n.Sign() < 0:
		return fmt.Errorf("must be at least 0, got %s", n.Text('g', 10))
	}
	return nil
}

// number is a number in a reply: printed as a number or in a string. It is nil if it is absent or
// null.
type number struct{ *big.Float }

func (n *number) UnmarshalJSON(raw []byte) (err error) {
	text := string(raw)
	if text == "null" {
		n.Float = nil
		return nil
	}
	if strings.HasPrefix(text, `"`) {
		if err = json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	n.Float, err = Parse(text)
	return err
}
