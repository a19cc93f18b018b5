// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
)

// manyEvents prints a list of n events like the documented one. As in reality, each has its own
// ids, names, times and resource; subscriptions and customers recur.
func manyEvents(tb testing.TB, n int) []byte {
	tb.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata",
		"02-get-fraud-events-newmodel.activityLogs-as-json-string.json"))
	if err != nil {
		tb.Fatal(err)
	}
	one := string(bytes.Trim(bytes.TrimSpace(raw), "[]"))
	all := make([]string, n)
	for i := range all {
		all[i] = strings.NewReplacer(
			"2edeb5b1", fmt.Sprintf("%08x", i), // event and entity
			"2a7064fb", fmt.Sprintf("%08x", i/20), // subscription
			"a248da34", fmt.Sprintf("%08x", i/100), // customer
			"2021-12-08T00:25:45.69", fmt.Sprintf("2021-12-08T00:%02d:%02d.69", i/60%60, i%60),
			"sampleentity", fmt.Sprintf("entity-%d", i),
			"sampleresource\"", fmt.Sprintf("resource-%d\"", i),
			`resource\\id`, fmt.Sprintf(`resource\\id\\%d`, i),
			`resource\\url`, fmt.Sprintf(`resource\\url\\%d`, i),
			"13.89.185.189", fmt.Sprintf("13.89.%d.%d", i/256%256, i%256),
		).Replace(one)
	}
	return []byte("[" + strings.Join(all, ",") + "]")
}

// BenchmarkDecode measures the decoder in MB/s; compare BenchmarkJSONValid, which only scans the
// same bytes.
func BenchmarkDecode(b *testing.B) {
	raw := manyEvents(b, 1000)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		reply := jsonlist.Source{Reader: bytes.NewReader(raw), Limit: 1 << 30}
		if err := decodeEvents(reply, func(fraud.Event) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJSONValid(b *testing.B) {
	raw := manyEvents(b, 1000)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if !json.Valid(raw) {
			b.Fatal("not valid")
		}
	}
}
