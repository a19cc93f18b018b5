// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package report_test

import (
	"bytes"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/browser"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/report"
)

// save writes the page of a report and returns its address.
func save(t *testing.T, r report.Report) string {
	t.Helper()
	var page bytes.Buffer
	expect.NoError(t, r.WriteHTML(&page))
	path := filepath.Join(t.TempDir(), "report.html")
	expect.NoError(t, os.WriteFile(path, page.Bytes(), 0o600))
	return "file://" + path
}

// This test creates the pictures of the guide: PICTURES is the folder for them.
func TestPage_InABrowser(t *testing.T) {
	t.Parallel()
	events := many(40)
	for i := range events {
		events[i].CustomerFriendlyName = []string{"Contoso", "Fabrikam", "Northwind"}[i%3]
	}
	hostileEvents := append(many(40), hostile("x"))
	for _, text := range hostileTexts() {
		hostileEvents = append(hostileEvents, hostile(text))
	}
	for name, events := range map[string][]fraud.Event{"none": nil, "one": events[1:2],
		"forty": events, "hostile": hostileEvents} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := browser.Open(t)
			address := save(t, reportOf(events...))
			for _, look := range []struct {
				scheme string
				width  int64
			}{{"light", 1280}, {"dark", 1280}, {"light", 390}} {
				b.Look(look.width, 800, look.scheme)
				b.Goto(address)
				if n := browser.Eval[int64](b, "document.documentElement.scrollWidth"); n > look.width {
					t.Errorf("%v: the page is %d wide", look, n)
				}
				_, picture := b.Screenshot()
				if dark := luminance(picture, 2, 2) < 128; dark != (look.scheme == "dark") {
					t.Errorf("%v: dark is %t", look, dark)
				}
				wantCharts(t, b, picture, name != "none")
				if name == "forty" && look.width > 1000 {
					keepPicture(t, look.scheme, picture)
				}
			}
			wantSorted(t, b)
			if problems := b.Problems(); len(problems) > 0 {
				t.Errorf("problems: %q", problems)
			}
			for _, request := range b.Requests() {
				if request != address {
					t.Errorf("the page requests %s", request)
				}
			}
		})
	}
}

// wantCharts looks for the color of bars in each chart.
func wantCharts(t *testing.T, b *browser.Browser, picture image.Image, wanted bool) {
	t.Helper()
	places := browser.Eval[[][]float64](b, `[...document.querySelectorAll("figure img")].map(i => {`+
		`const r = i.getBoundingClientRect(); return [r.x, r.y + scrollY, r.width, r.height, `+
		`i.naturalWidth, i.alt.length]})`)
	if wanted != (len(places) > 0) {
		t.Errorf("there are %d charts", len(places))
	}
	for i, p := range places {
		blue := 0
		for x := int(p[0]); x < int(p[0]+p[2]); x++ {
			for y := int(p[1]); y < int(p[1]+p[3]); y++ {
				if r, _, bl, _ := picture.At(x, y).RGBA(); bl > r+0x6000 {
					blue++
				}
			}
		}
		if blue < 50 || p[4] == 0 || p[5] < 20 {
			t.Errorf("chart %d has %d blue pixels, natural width %.0f, and a text of %.0f characters", i,
				blue, p[4], p[5])
		}
	}
}

// wantSorted sorts a table with the keyboard alone, in both directions.
func wantSorted(t *testing.T, b *browser.Browser) {
	t.Helper()
	for _, want := range []string{"ascending", "descending"} {
		b.Press("#period thead th:nth-child(2) button", " ")
		got := browser.Eval[string](b,
			`document.querySelector("#period thead th:nth-child(2)").getAttribute("aria-sort")`)
		expect.Equal(t, "aria-sort", want, got)
		values := browser.Eval[[]float64](b,
			`[...document.querySelectorAll("#period tbody td:nth-child(2)")].map(c => +c.dataset.value)`)
		if want == "descending" {
			slices.Reverse(values)
		}
		if !slices.IsSorted(values) {
			t.Errorf("%s: %v", want, values)
		}
	}
}

func luminance(picture image.Image, x, y int) uint32 {
	r, g, b, _ := picture.At(x, y).RGBA()
	return (r + g + b) / 3 >> 8
}

// keepPicture keeps the upper part of the page for the guide, where charts and figures begin.
func keepPicture(t *testing.T, scheme string, picture image.Image) {
	t.Helper()
	folder := os.Getenv("PICTURES")
	if folder == "" {
		return
	}
	part := image.NewRGBA(image.Rect(0, 0, picture.Bounds().Dx(), 1000))
	draw.Draw(part, part.Bounds(), picture, image.Point{}, draw.Src)
	var content bytes.Buffer
	expect.NoError(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&content, part))
	path := filepath.Join(folder, "report-"+scheme+".png")
	expect.NoError(t, os.WriteFile(path, content.Bytes(), 0o600))
}
