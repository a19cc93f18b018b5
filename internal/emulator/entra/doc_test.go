// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/entra"
)

// Each assumption that can be switched stands in the one list of assumptions.
func TestDoc_NamesEverySwitch(t *testing.T) {
	t.Parallel()
	doc := expect.Must(os.ReadFile("doc.go"))(t)
	listed := map[string]bool{}
	for _, brackets := range regexp.MustCompile(`\[[^\]]+\]`).FindAll(doc, -1) {
		for _, name := range regexp.MustCompile(`\w+`).FindAllString(string(brackets), -1) {
			listed[name] = true
		}
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[entra.Behaviour]()) {
		if !listed[field.Name] {
			t.Errorf("doc.go does not name %s in brackets", field.Name)
		}
	}
}
