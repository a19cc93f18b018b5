// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-analyze/charts"
)

// chart is a picture in both themes, with an equivalent text. It is an image rather than part of
// the page, so that nothing in it can run. It contains only our own words: periods and ages.
type chart struct {
	Title, Text string
	Light       template.URL
	Dark        template.Srcset // its rules for commas differ
}

const (
	chartWidth  = 520
	chartHeight = 280
	mostBars    = 26 // half a year of weeks
)

// charted returns the last periods in which something was resolved.
func (r Report) charted() []Group {
	var shown []Group
	for _, g := range r.Periods {
		if g.Resolution.Number > 0 {
			shown = append(shown, g)
		}
	}
	return shown[max(0, len(shown)-mostBars):]
}

// series is the content of a chart: a value for each name, and its text.
type series struct {
	title, label string
	names        []string
	values       []float64
	text         func(float64) string
}

func (s *series) add(name string, value float64) {
	s.names, s.values = append(s.names, name), append(s.values, value)
}

func (r Report) charts() ([]chart, error) {
	whole := func(v float64) string { return fmt.Sprintf("%.0f", v) }
	median := series{title: "Median hours to resolve", label: "Median hours", text: hours}
	within := series{title: "Resolved within 24 hours, in percent", label: "Share within 24 hours",
		text: func(v float64) string { return whole(v) + " %" }}
	for _, g := range r.charted() {
		median.add(g.Name, g.Resolution.MedianHours)
		within.add(g.Name, 100*g.Resolution.Within24h)
	}
	open := series{title: "Open events by age", label: "Open events", text: whole}
	if r.Open > 0 {
		for _, c := range r.OpenByAge {
			open.add(c.Name, float64(c.Number))
		}
	}
	var all []chart
	for _, s := range []series{median, within, open} {
		if len(s.names) == 0 {
			continue
		}
		drawn, err := s.chart()
		if err != nil {
			return nil, err
		}
		all = append(all, drawn)
	}
	return all, nil
}

func (s series) chart() (chart, error) {
	var texts []string
	for i, name := range s.names {
		texts = append(texts, name+" "+s.text(s.values[i]))
	}
	text := s.label + ": " + strings.Join(texts, ", ") + "."
	light, err := draw(s.names, s.values, charts.ThemeOption{
		AxisStrokeColor: charts.ParseColor("#57606a"), TextColor: charts.ParseColor("#1f2328"),
		AxisSplitLineColor: charts.ParseColor("#d0d7de"), BackgroundColor: charts.ParseColor("#ffffff"),
		SeriesColors: []charts.Color{charts.ParseColor("#0969da")}})
	if err != nil {
		return chart{}, err
	}
	dark, err := draw(s.names, s.values, charts.ThemeOption{IsDarkMode: true,
		AxisStrokeColor: charts.ParseColor("#9198a1"), TextColor: charts.ParseColor("#f0f6fc"),
		AxisSplitLineColor: charts.ParseColor("#3d444d"), BackgroundColor: charts.ParseColor("#0d1117"),
		SeriesColors: []charts.Color{charts.ParseColor("#4493f8")}})
	return chart{Title: s.title, Text: text, Light: light,
		Dark: template.Srcset(dark)}, err //nolint:gosec // equal to the light one
}

// scale returns the end of an axis that begins with 0, and the number of its labels. All labels are
// round whole numbers, because a third of an event means nothing.
func scale(largest float64) (top float64, labels int) {
	step := 1.0
	for i := 0; step*5 < largest; i++ {
		step *= []float64{2, 2.5, 2}[i%3] // 1, 2, 5, 10, ...
	}
	steps := max(1, math.Ceil(largest/step))
	return step * steps, int(steps) + 1
}

func draw(names []string, values []float64, theme charts.ThemeOption) (template.URL, error) {
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG,
		Width: chartWidth, Height: chartHeight, Theme: charts.MakeTheme(theme)})
	option := charts.NewBarChartOptionWithData([][]float64{values})
	option.CategoryAxis.Labels = names
	option.Horizontal = true
	top, labels := scale(slices.Max(values))
	option.ValueAxis = []charts.ValueAxisOption{{Min: charts.Ptr(0.0), Max: &top, LabelCount: labels,
		ValueFormatter: func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }}}
	option.Theme = charts.MakeTheme(theme)
	option.Legend.Show = charts.Ptr(false)
	if err := painter.BarChart(option); err != nil {
		return "", err
	}
	svg, err := painter.Bytes()
	//nolint:gosec // Base64 of a picture that has only our own words
	return template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)), err
}
