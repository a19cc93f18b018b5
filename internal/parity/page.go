// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package parity

import (
	"fmt"
	"strings"
)

const pageHead = `# What is known about the service

<!-- Generated from internal/parity/facts by make generate. -->

Every fact about the service that the code relies on, how it is known, and what happens if it is
otherwise. The authors have no account, so they could not verify a fact themselves. If you have one,
a command that only reads settles many of these facts:

` + "```shell\npartnercenter doctor --report fidelity.json\n```" + `

The report contains shapes but no values. Read it, and attach it to an issue of the form "What the
service does". ` + "`partnercenter emulator --behave-like fidelity.json`" + ` then behaves in the same
way.

| mark | meaning |
|---|---|
| documented | Microsoft's documentation says it, under this key of [the sources](api.md#sources) |
| observed | somebody saw it in the live service, and said so in public |
| third party | public code or another vendor says it |
| inferred | our conclusion, which could be wrong |
| unknown | no source was found; the fact is what the emulator does by default |

`

// Page returns docs-dev/parity.md.
func Page() (string, error) {
	areas, err := Areas()
	if err != nil {
		return "", err
	}
	var page strings.Builder
	page.WriteString(pageHead)
	writeCounts(&page, areas)
	page.WriteString("\nThe last column of each table says how to settle a fact: by a key of the " +
		"report, or else\n\n")
	for _, way := range []Settle{ByWrite, ByUser, ByChance, ByLog, ByReceiver, ByDocs, Private,
		Never} {
		short, long := way.means()
		fmt.Fprintf(&page, "- **%s**: %s.\n", short, long)
	}
	for _, area := range areas {
		fmt.Fprintf(&page, "\n## %s\n%s\n\n| id | fact | known | if it is otherwise | proven by | "+
			"settled by |\n|---|---|---|---|---|---|\n", area.Title, area.About)
		for _, f := range area.Facts {
			fmt.Fprintf(&page, "| %s | %s | %s | %s | `%s` | %s |\n", f.ID, f.Fact, f.known(),
				f.Otherwise, f.Test, f.settled())
		}
	}
	return page.String(), nil
}

// writeCounts writes how many facts have each mark, and how many of them a report settles.
func writeCounts(page *strings.Builder, areas []Area) {
	all, reported := map[Mark]int{}, map[Mark]int{}
	for _, area := range areas {
		for _, f := range area.Facts {
			all[f.Mark]++
			if f.Report != "" {
				reported[f.Mark]++
			}
		}
	}
	page.WriteString("| mark | facts | of which a report shows |\n|---|---|---|\n")
	facts, shown := 0, 0
	for _, mark := range Marks() {
		fmt.Fprintf(page, "| %s | %d | %d |\n", mark, all[mark], reported[mark])
		facts, shown = facts+all[mark], shown+reported[mark]
	}
	fmt.Fprintf(page, "| **all** | **%d** | **%d** |\n", facts, shown)
}

func (f Fact) known() string {
	if f.Source == "" {
		return string(f.Mark)
	}
	return string(f.Mark) + ": " + f.Source
}

func (f Fact) settled() string {
	if f.Report != "" {
		return "`" + f.Report + "`"
	}
	short, _ := f.Settle.means()
	return short
}
