// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/browser"
)

// lowContrast finds texts whose contrast is below 4.5, which WCAG AA requires: each as its text,
// its ratio, and its colors. It computes them from the colors that the browser uses.
const lowContrast = `(() => {
	const numbers = c => c.match(/[\d.]+/g).map(Number)
	const light = ([r, g, b]) => {
		const [x, y, z] = [r, g, b].map(v => v / 255).map(
			v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		return 0.2126 * x + 0.7152 * y + 0.0722 * z
	}
	const background = e => {
		for (; e; e = e.parentElement) {
			const c = numbers(getComputedStyle(e).backgroundColor)
			if (c.length === 3 || c[3] === 1) return c
		}
		return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255]
	}
	const bad = []
	let texts = 0
	for (const e of document.body.querySelectorAll("*")) {
		const text = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join("")
		if (!text || ["SCRIPT", "STYLE"].includes(e.tagName) || !e.getClientRects().length) continue
		texts++
		const colors = [numbers(getComputedStyle(e).color), background(e)]
		const [a, b] = colors.map(light).sort((a, b) => b - a)
		const ratio = (a + 0.05) / (b + 0.05)
		if (ratio < 4.5) bad.push([text.slice(0, 40), ratio.toFixed(2), ...colors].join(" "))
	}
	return texts < 50 ? ["found only " + texts + " texts"] : bad
})()`

func TestPage_ContrastIsEnoughInBothThemes(t *testing.T) {
	t.Parallel()
	b := browser.Open(t)
	address := save(t, reportOf(many(40)...))
	for _, scheme := range []string{"light", "dark"} {
		b.Look(1280, 800, scheme)
		b.Goto(address)
		if bad := browser.Eval[[]string](b, lowContrast); len(bad) > 0 {
			t.Errorf("%s: %q", scheme, bad)
		}
	}
	// The check itself finds a text that is hard to read.
	browser.Eval[bool](b, `document.querySelector("h1").style.color = "#222222", true`)
	if bad := browser.Eval[[]string](b, lowContrast); len(bad) != 1 {
		t.Errorf("a dark heading on a dark page: %q", bad)
	}
}

// Paper is light, whatever the reader prefers on the screen, and cannot scroll: A4 and Letter are
// some 700 pixels wide between their margins.
func TestPage_PrintsLightAndComplete(t *testing.T) {
	t.Parallel()
	const paper = 700
	b := browser.Open(t)
	address := save(t, reportOf(append(many(40), hostile("x"))...))
	for _, scheme := range []string{"light", "dark"} {
		b.LookPrinted(paper, scheme)
		b.Goto(address)
		if _, picture := b.Screenshot(); luminance(picture, 2, 2) < 250 {
			t.Errorf("%s: the paper is dark", scheme)
		}
		if dark := browser.Eval[int](b, `[...document.querySelectorAll("figure img")].filter(`+
			`i => i.currentSrc !== i.src).length`); dark > 0 {
			t.Errorf("%s: %d charts are dark", scheme, dark)
		}
		cut := browser.Eval[[]string](b, `[...document.querySelectorAll("table")].filter(t => {`+
			`const box = t.getBoundingClientRect(); return box.right > innerWidth || `+
			`getComputedStyle(t.parentElement).overflowX !== "visible"}).map(t => t.id)`)
		if len(cut) > 0 {
			t.Errorf("%s: the tables %q are cut", scheme, cut)
		}
	}
}
