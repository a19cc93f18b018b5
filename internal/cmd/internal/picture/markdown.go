// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package picture

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

type block struct {
	heading bool
	runs    []run
	rows    [][][]run // rows, cells, runs; the first row is the header
}

// parse reads the blocks of a review by GitHub's rules.
func parse(markdown string) []block {
	source := []byte(markdown)
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	var blocks []block
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		switch node.Kind() {
		case ast.KindHeading:
			blocks = append(blocks, block{heading: true, runs: inline(node, source, true)})
		case ast.KindParagraph:
			blocks = append(blocks, block{runs: inline(node, source, false)})
		case tables.KindTable:
			blocks = append(blocks, block{rows: rows(node, source)})
		}
	}
	return blocks
}

func rows(table ast.Node, source []byte) (all [][][]run) {
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]run
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, inline(cell, source, row.Kind() == tables.KindTableHeader))
		}
		all = append(all, cells)
	}
	return all
}

// inline returns the text of a node and its children. References such as &#8203; become their
// characters.
func inline(node ast.Node, source []byte, bold bool) (runs []run) {
	for child := node.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			content := string(util.ResolveEntityNames(util.ResolveNumericReferences(
				util.UnescapePunctuations(child.Segment.Value(source)))))
			if child.SoftLineBreak() || child.HardLineBreak() {
				content += " "
			}
			runs = append(runs, run{text: content, bold: bold})
		case *ast.String:
			runs = append(runs, run{text: string(child.Value), bold: bold})
		case *ast.RawHTML:
			// A tag such as <br> or <code> has no text of its own.
			if strings.HasPrefix(string(child.Segments.Value(source)), "<br") {
				runs = append(runs, run{text: " "})
			}
		default:
			runs = append(runs, inline(child, source, bold || child.Kind() == ast.KindEmphasis)...)
		}
	}
	return runs
}
