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
	page, err := template.New("page").Funcs(template.FuncMap{"short": short, "hidden": hidden,
		"most": most[Overdue], "deciders": most[Decision]}).
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
		"Report": r, "Charts": drawn, "Tables": tables,
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

type row struct {
	Name  string
	Cells []cell
}

func (t table) Rows() []row {
	var rows []row
	for _, g := range most(t.Groups) {
		rows = append(rows, row{g.Name, g.cells()})
	}
	return rows
}
