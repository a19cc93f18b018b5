// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
)

//go:embed page.html.tmpl
var pageTemplate string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// WriteHTML writes one self-contained file. Its policy allows only this script and this style, so
// that no text of the service can run even if it escaped from its place.
func (r Report) WriteHTML(w io.Writer) error {
	page, err := template.New("page").Funcs(template.FuncMap{"short": short, "most": mostOf}).
		Parse(pageTemplate)
	if err != nil {
		return err
	}
	drawn, err := r.charts()
	if err != nil {
		return err
	}
	tables := append([]table{{"all", "All events", "Events", []Group{r.all()}}}, r.tables()...)
	return page.Execute(w, map[string]any{
		"Report": r, "Charts": drawn, "Tables": tables, "More": more,
		//nolint:gosec // our own files
		"Style": template.CSS(pageStyle), "Script": template.JS(pageScript),
		"Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; " +
			"style-src '" + hash(pageStyle) + "'; script-src '" + hash(pageScript) + "'",
	})
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// row is a row of a table of groups.
type row struct {
	Name  string
	Cells []cell
}

// cell holds the text for people and the value to sort by.
type cell struct {
	Value float64
	Text  string
}

func (t table) Rows() []row {
	var rows []row
	for _, g := range t.Groups[:min(mostRows, len(t.Groups))] {
		f := g.Resolution
		values := []float64{float64(g.Detected), float64(g.Open), float64(f.Number), f.MeanHours,
			f.MedianHours, f.P90Hours, f.P95Hours, f.SlowestHours, f.Within1h, f.Within24h,
			g.First.MedianHours}
		r := row{Name: g.Name}
		for i, text := range g.cells() {
			r.Cells = append(r.Cells, cell{values[i], text})
		}
		rows = append(rows, r)
	}
	return rows
}

func (t table) More() int { return max(0, len(t.Groups)-mostRows) }

func mostOf(overdue []Overdue) []Overdue { return overdue[:min(mostRows, len(overdue))] }

// Hidden returns the number of overdue events that the page omits.
func (r Report) Hidden() int { return max(0, len(r.Overdue)-mostRows) }

// Deciders returns the decisions that the page shows.
func (r Report) Deciders() []Decision { return r.Decisions[:min(mostRows, len(r.Decisions))] }
