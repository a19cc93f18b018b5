// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// TestEventAttributes_AreTheFieldsOfTheDomain compares Terraform's attributes of an event with its
// JSON, for an event with a value in every field and for one without values. A field that one side
// lacks appears only in the other.
func TestEventAttributes_AreTheFieldsOfTheDomain(t *testing.T) {
	t.Parallel()
	var full fraud.Event
	fill(reflect.ValueOf(&full).Elem(), "")
	for name, e := range map[string]fraud.Event{"full": full, "empty": {}} {
		if diff := cmp.Diff(inJSON(t, e), inTerraform(t, e)); diff != "" {
			t.Errorf("%s: what the domain has (-) is not what Terraform shows (+):\n%s", name, diff)
		}
	}
}

// fill gives every field a distinct value.
func fill(v reflect.Value, name string) {
	if _, isTime := v.Interface().(time.Time); isTime {
		v.Set(reflect.ValueOf(time.Date(2026, 1, 1, 0, 0, len(name), 5, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for field, value := range v.Fields() {
			fill(value, name+field.Name)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), name+string(rune('0'+i)))
		}
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{name: name}))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), name)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int64:
		v.SetInt(7)
	default:
		v.SetString(name)
	}
}

func inJSON(t *testing.T, e fraud.Event) any {
	t.Helper()
	printed, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return decoded(t, string(printed))
}

// inTerraform parses the framework's output for an object, which is JSON except for its nulls.
func inTerraform(t *testing.T, e fraud.Event) any {
	t.Helper()
	object := types.ObjectValueMust(eventMembers().object().AttrTypes, eventMembers().values(e))
	return decoded(t, strings.ReplaceAll(object.String(), "<null>", "null"))
}

func decoded(t *testing.T, printed string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(printed), &value); err != nil {
		t.Fatalf("%v in %s", err, printed)
	}
	return value
}

// TestEventAttributes_AreOnThePages looks for every attribute of an event, at every depth, on the
// pages of the data sources.
func TestEventAttributes_AreOnThePages(t *testing.T) {
	t.Parallel()
	names := slices.Concat(
		slices.Collect(maps.Keys(eventMembers().attributes())),
		slices.Collect(maps.Keys(activityMembers().attributes())),
		slices.Collect(maps.Keys(affectedResourceMembers().attributes())))
	for _, page := range []string{"fraud_event", "fraud_events"} {
		text, err := os.ReadFile("../../../docs/data-sources/" + page + ".md")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if !strings.Contains(string(text), "\n- `"+name+"` (") {
				t.Errorf("the page of %s lacks %s", page, name)
			}
		}
	}
}
