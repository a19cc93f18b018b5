// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"encoding/base64"
	"fmt"
	"html/template"

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

func (r Report) charts() ([]chart, error) {
	var all []chart
	if shown := r.charted(); len(shown) > 0 {
		var names []string
		var median, within []float64
		text := "Median hours: "
		share := "Share within 24 hours: "
		for i, g := range shown {
			names = append(names, g.Name)
			median = append(median, g.Resolution.MedianHours)
			within = append(within, 100*g.Resolution.Within24h)
			if i > 0 {
				text, share = text+", ", share+", "
			}
			text += g.Name + " " + hours(g.Resolution.MedianHours)
			share += g.Name + " " + percent(g.Resolution.Within24h)
		}
		for _, c := range []struct {
			title, text string
			values      []float64
		}{
			{"Median hours to resolve", text + ".", median},
			{"Resolved within 24 hours, in percent", share + ".", within},
		} {
			drawn, err := newChart(c.title, c.text, names, c.values)
			if err != nil {
				return nil, err
			}
			all = append(all, drawn)
		}
	}
	if r.Open == 0 {
		return all, nil
	}
	var names []string
	var values []float64
	text := "Open events: "
	for i, c := range r.OpenByAge {
		names, values = append(names, c.Name), append(values, float64(c.Number))
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %d", c.Name, c.Number)
	}
	drawn, err := newChart("Open events by age", text+".", names, values)
	return append(all, drawn), err
}

func newChart(title, text string, names []string, values []float64) (chart, error) {
	light, err := draw(names, values, charts.ThemeOption{
		AxisStrokeColor: charts.ParseColor("#57606a"), TextColor: charts.ParseColor("#1f2328"),
		AxisSplitLineColor: charts.ParseColor("#d0d7de"), BackgroundColor: charts.ParseColor("#ffffff"),
		SeriesColors: []charts.Color{charts.ParseColor("#0969da")}})
	if err != nil {
		return chart{}, err
	}
	dark, err := draw(names, values, charts.ThemeOption{IsDarkMode: true,
		AxisStrokeColor: charts.ParseColor("#9198a1"), TextColor: charts.ParseColor("#f0f6fc"),
		AxisSplitLineColor: charts.ParseColor("#3d444d"), BackgroundColor: charts.ParseColor("#0d1117"),
		SeriesColors: []charts.Color{charts.ParseColor("#4493f8")}})
	return chart{Title: title, Text: text, Light: light,
		Dark: template.Srcset(dark)}, err //nolint:gosec // equal to the light one
}

func draw(names []string, values []float64, theme charts.ThemeOption) (template.URL, error) {
	painter := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG,
		Width: chartWidth, Height: chartHeight, Theme: charts.MakeTheme(theme)})
	option := charts.NewBarChartOptionWithData([][]float64{values})
	option.CategoryAxis.Labels = names
	option.Horizontal = true
	option.Theme = charts.MakeTheme(theme)
	option.Legend.Show = charts.Ptr(false)
	if err := painter.BarChart(option); err != nil {
		return "", err
	}
	svg, err := painter.Bytes()
	//nolint:gosec // Base64 of a picture that has only our own words
	return template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)), err
}
