// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/untrusted"
)

// CommentLimit is the maximum size of a GitHub comment, with room for a marker.
const CommentLimit = 65_000

// roomForRest is reserved for the line that counts the omitted rows.
const roomForRest = 400

// density says how much a page shows of each row.
type density struct {
	limit int  // characters of a text
	ditto bool // replaces a long cell that repeats the one above
}

// densities lists them from the most readable to the densest. The densest is for content that
// otherwise does not fit.
func densities() []density {
	return []density{{cellLimit, false}, {cellLimit, true}, {120, true}, {60, true}}
}

// Markdown renders the review in at most maxBytes; 0 is no limit. It never cuts a row: it counts
// the rows that do not fit, and ends with them.
func (r *Review) Markdown(maxBytes int) string {
	var p page
	for _, d := range densities() {
		p = page{}
		r.render(&p, d)
		if maxBytes == 0 || p.size <= maxBytes {
			return strings.Join(p.lines(p.size, nil), "")
		}
	}
	left := map[string]int{}
	lines := p.lines(maxBytes-roomForRest, left)
	return strings.Join(lines, "") + "\n" + missing(left)
}

func missing(left map[string]int) string {
	var all []string
	for _, kind := range []string{"to look at first", string(Decide), string(Adopt), string(Evidence),
		string(Import), string(Drift), "other lines"} {
		if n := left[kind]; n > 0 {
			all = append(all, fmt.Sprintf("%s %s", grouped(n), kind))
		}
	}
	return "**Not shown, because the page is full: " + strings.Join(all, ", ") +
		".** `partnercenter review --max-bytes 0` shows everything.\n"
}

// page consists of blocks of lines. A block's head makes sense only with its first row.
type page struct {
	blocks []block
	size   int
}

type block struct {
	head string
	rows []string
	kind []string // of each row
}

func (p *page) add(b block) {
	p.blocks = append(p.blocks, b)
	p.size += len(b.head)
	for _, row := range b.rows {
		p.size += len(row)
	}
}

// lines returns the lines that fit, and counts the others in left.
func (p *page) lines(room int, left map[string]int) []string {
	var all []string
	full := false
	for n, b := range p.blocks {
		needs := len(b.head)
		if len(b.rows) > 0 {
			needs += len(b.rows[0])
		}
		full = full || needs > room && n > 0 // the sum always fits
		if !full {
			all, room = append(all, b.head), room-len(b.head)
		} else if len(b.rows) == 0 {
			left["other lines"]++
		}
		for i, row := range b.rows {
			if full = full || len(row) > room; full {
				left[b.kind[i]]++
				continue
			}
			all, room = append(all, row), room-len(row)
		}
	}
	return all
}

func (r *Review) render(p *page, d density) {
	p.add(block{head: "**" + r.Sum.sentence() + "**\n"})
	for _, note := range r.Notes {
		p.add(block{head: "\n**Attention:** " + markdown(note, d.limit) + "\n"})
	}
	urgent, harmless := r.splitActions()
	for _, a := range urgent {
		p.add(actionBlock(a, d.limit))
	}
	look, other := r.splitObjects()
	p.addObjects(look, d.limit)
	for _, s := range r.sections(markdown) {
		p.add(r.tableBlock(s, d))
	}
	p.addObjects(other, d.limit)
	for _, a := range harmless {
		p.add(actionBlock(a, d.limit))
	}
}

// addObjects adds a list of objects. What needs attention is bold.
func (p *page) addObjects(objects []Object, limit int) {
	if len(objects) == 0 {
		return
	}
	var lines []string
	for _, o := range objects {
		says := untrusted.Sentence(clean(o.Consequence, sentenceLimit))
		if len(o.Marks) > 0 {
			says = "**" + says + "**"
		}
		lines = append(lines, markdown(o.Address, limit)+": "+says)
	}
	p.add(listBlock(objectTitle(objects), lines))
}

func actionBlock(a Action, limit int) block {
	return listBlock(actionTitle(a, markdown), actionLines(a, limit, markdown))
}

func listBlock(title string, lines []string) block {
	b := block{head: "\n### " + title + "\n\n"}
	for _, line := range lines {
		b.rows, b.kind = append(b.rows, "- "+line+"\n"), append(b.kind, "other lines")
	}
	return b
}

func (r *Review) tableBlock(s section, d density) block {
	t := r.table(s, d.limit, markdown)
	if d.ditto {
		dittos(t.rows)
	}
	var head strings.Builder
	fmt.Fprintf(&head, "\n### %s (%s)\n\n", s.title, grouped(len(s.items)))
	if len(t.shared) > 0 {
		head.WriteString("All of these: " + strings.Join(t.shared, "; ") + "\n\n")
	}
	head.WriteString("| " + strings.Join(t.titles, " | ") + " |\n|" +
		strings.Repeat("---|", len(t.titles)) + "\n")
	b := block{head: head.String()}
	for i, cells := range t.rows {
		if s.mixed && len(cells) > 0 && slices.Contains(t.titles, "Why") {
			cells[0] = "**" + cells[0] + "**"
		}
		kind := string(s.items[i].Kind)
		if s.mixed {
			kind = "to look at first"
		}
		b.rows = append(b.rows, "| "+strings.Join(cells, " | ")+" |\n")
		b.kind = append(b.kind, kind)
	}
	return b
}

// dittos replaces long cells that repeat the one above.
func dittos(rows [][]string) {
	const long = 12
	for i := len(rows) - 1; i > 0; i-- {
		for n, cell := range rows[i] {
			if len(cell) > long && cell == rows[i-1][n] {
				rows[i][n] = "″"
			}
		}
	}
}
