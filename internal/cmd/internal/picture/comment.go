// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package picture

const (
	commentWidth = 1040.0 // unless a table is wider
	commentSize  = 13.0
	leading      = 19.0
	outer        = 16.0 // around the comment's blocks
	inner        = 8.0  // around the text of a cell
	barHeight    = 38.0
)

// Comment draws Markdown as a comment of a pull request by author.
func Comment(title, author, markdown string, theme Theme) []byte {
	blocks := parse(markdown)
	width := commentWidth
	for _, b := range blocks {
		if b.rows != nil {
			least, _ := needs(b.rows)
			width = max(width, sum(least)+2*outer)
		}
	}
	// The background comes first in the file, but its height is known last.
	measured := canvas{theme: theme}
	height := measured.comment(author, blocks, width, 0)
	drawn := canvas{theme: theme}
	drawn.comment(author, blocks, width, height)
	return drawn.document(title, proportional, commentSize, width, height)
}

// comment draws everything, and returns its height.
func (c *canvas) comment(author string, blocks []block, width, height float64) float64 {
	c.card(width, height)
	c.rectangle(0.5, 0.5, width-1, barHeight, c.theme.header, c.theme.border)
	c.line(outer, barHeight/2+commentSize/2-1, []run{{text: author, bold: true},
		{text: " commented", color: c.theme.muted}})
	y := barHeight + outer
	for _, b := range blocks {
		if b.heading {
			y += inner
		}
		if b.rows != nil {
			y = c.table(b.rows, y, width-2*outer)
		} else {
			y = c.lines(outer, y, wrap(b.runs, width-2*outer))
		}
		y += inner
	}
	return y + outer
}

// lines draws wrapped text from y down, and returns the end.
func (c *canvas) lines(x, y float64, lines [][]run) float64 {
	for _, line := range lines {
		c.line(x, y+commentSize, line)
		y += leading
	}
	return y
}

func (c *canvas) table(rows [][][]run, y, width float64) float64 {
	widths := columns(rows, width)
	for i, row := range rows {
		cells, most := make([][][]run, len(row)), 1
		for j, cell := range row {
			cells[j] = wrap(cell, widths[j]-2*inner)
			most = max(most, len(cells[j]))
		}
		fill := c.theme.background
		if i%2 == 0 && i > 0 {
			fill = c.theme.stripe
		}
		x, height := outer, float64(most)*leading+inner+inner/2
		for j := range row {
			c.rectangle(x, y, widths[j], height, fill, c.theme.border)
			c.lines(x+inner, y+inner/2, cells[j])
			x += widths[j]
		}
		y += height
	}
	return y
}

// columns shares the width as browsers do: each column gets the width of its longest word, and the
// rest goes to the columns that need more.
func columns(rows [][][]run, width float64) []float64 {
	least, most := needs(rows)
	if sum(most) <= width {
		return most
	}
	spare, wanted := max(width-sum(least), 0), sum(most)-sum(least)
	for j := range least {
		if wanted > 0 {
			least[j] += spare * (most[j] - least[j]) / wanted
		}
	}
	return least
}

// needs returns the width of each column with one word per line, and with everything on one line.
func needs(rows [][][]run) (least, most []float64) {
	least, most = make([]float64, len(rows[0])), make([]float64, len(rows[0]))
	for _, row := range rows {
		for j, cell := range row {
			whole := 0.0
			for _, w := range words(cell) {
				least[j] = max(least[j], measure(w)+2*inner)
				whole += measure(w)
			}
			most[j] = max(most[j], whole+2*inner)
		}
	}
	return least, most
}

func sum(all []float64) (total float64) {
	for _, one := range all {
		total += one
	}
	return total
}
