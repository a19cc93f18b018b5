// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/go-analyze/charts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// The axis of a chart begins with 0, so that bars show proportions, and has whole numbers.
func TestDraw_AxesHaveWholeNumbersFromZero(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		largest float64
		want    string
	}{
		{0, "0 1"}, {0.4, "0 1"}, {1, "0 1"}, {3, "0 1 2 3"}, {5, "0 1 2 3 4 5"}, {6.5, "0 2 4 6 8"},
		{23, "0 5 10 15 20 25"}, {42, "0 10 20 30 40 50"}, {100, "0 20 40 60 80 100"},
		{480, "0 100 200 300 400 500"}, {1234, "0 500 1000 1500"},
	} {
		address, err := draw([]string{"a", "b"}, []float64{c.largest, c.largest * 0.9},
			charts.ThemeOption{})
		expect.NoError(t, err)
		_, encoded, _ := strings.Cut(string(address), ",")
		svg := string(expect.Must(base64.StdEncoding.DecodeString(encoded))(t))
		var labels []string
		for _, text := range regexp.MustCompile(`>([^<>]+)</text>`).FindAllStringSubmatch(svg, -1) {
			if text[1] != "a" && text[1] != "b" {
				labels = append(labels, text[1])
			}
		}
		expect.Equal(t, strconv.FormatFloat(c.largest, 'f', -1, 64), c.want, strings.Join(labels, " "))
	}
}

func TestWriteMarkdown_TheChartBeginsWithZero(t *testing.T) {
	t.Parallel()
	week := func(name string, hours float64) Group {
		return Group{Name: name, Resolution: Figures{Number: 1, MedianHours: hours}}
	}
	var page bytes.Buffer
	expect.NoError(t, Report{Periods: []Group{week("2026-W01", 20.5), week("2026-W02", 23)}}.
		WriteMarkdown(&page))
	expect.Contains(t, page.String(), `x-axis ["2026-W01", "2026-W02"]`, `y-axis "hours" 0 --> 25`)
}
