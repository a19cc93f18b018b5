// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package browser opens pages in a real Chromium, for tests of pages for people.
package browser

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// limit is the time for one test in a browser on a busy machine. It is shorter than the default
// limit of go test, so that the failed test is named.
const limit = 5 * time.Minute

// Browser is one tab. It records problems and requests.
type Browser struct {
	t   *testing.T
	ctx context.Context //nolint:containedctx // chromedp keeps the tab in its context

	mutex    sync.Mutex
	problems []string
	requests []string
}

// Open starts Chromium for one test, or skips the test and says why.
func Open(t *testing.T) *Browser {
	t.Helper()
	program := find()
	if program == "" {
		t.Skip("there is no Chromium here: install it, or set CHROMIUM to its path")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program), chromedp.UserDataDir(t.TempDir()),
		// Containers run tests as root, where Chromium's sandbox does not work.
		chromedp.NoSandbox,
		chromedp.WSURLReadTimeout(limit),
		chromedp.Flag("force-color-profile", "srgb"))
	ctx, cancelTime := context.WithTimeout(t.Context(), limit)
	ctx, cancelProgram := chromedp.NewExecAllocator(ctx, options...)
	ctx, cancelTab := chromedp.NewContext(ctx)
	t.Cleanup(func() { cancelTab(); cancelProgram(); cancelTime() })
	b := &Browser{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatal(err)
	}
	must(b, "start", call(network.Enable, network.EnableParams{}))
	must(b, "start", call(log.Enable, cdp.Empty{}))
	must(b, "start", call(runtime.Enable, cdp.Empty{}))
	return b
}

// find returns the path of a Chromium or Chrome; empty if there is none.
func find() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser",
		"google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

func (b *Browser) note(event any) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *network.EventLoadingFailed:
		b.problems = append(b.problems, "a request failed: "+e.ErrorText)
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+describe(e.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		b.problems = append(b.problems, fmt.Sprintf("console.%s", e.Type))
	case *log.EventEntryAdded: // includes refusals of the content security policy
		b.problems = append(b.problems, e.Entry.Text)
	}
}

func describe(details *runtime.ExceptionDetails) string {
	if details.Exception != nil {
		return details.Exception.Description
	}
	return details.Text
}

// Problems returns the errors and messages of the console, and the failed requests.
func (b *Browser) Problems() []string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return slices.Clone(b.problems)
}

// Requests returns the requested addresses, except data in the page itself.
func (b *Browser) Requests() []string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return slices.DeleteFunc(slices.Clone(b.requests),
		func(address string) bool { return strings.HasPrefix(address, "data:") })
}

// Goto opens an address and waits until it is loaded.
func (b *Browser) Goto(address string) {
	b.t.Helper()
	b.do("open "+address, chromedp.Navigate(address), chromedp.WaitReady("body"))
}

// Look sets the size of the window and the color scheme, "light" or "dark".
func (b *Browser) Look(width, height int64, scheme string) {
	b.t.Helper()
	b.look(width, height, scheme, "screen")
}

// LookPrinted shows the page as on paper of this width, for a reader who prefers the color scheme.
func (b *Browser) LookPrinted(width int64, scheme string) {
	b.t.Helper()
	b.look(width, width, scheme, "print")
}

func (b *Browser) look(width, height int64, scheme, media string) {
	b.t.Helper()
	b.do("resize", chromedp.EmulateViewport(width, height))
	must(b, "choose the colors", call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media:    media,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
}

// Press focuses the element and presses keys, as a user without a mouse does.
func (b *Browser) Press(selector, keys string) {
	b.t.Helper()
	b.do("press keys at "+selector, chromedp.Focus(selector),
		chromedp.KeyEvent(keys))
}

// Eval returns the value of a JavaScript expression.
func Eval[T any](b *Browser, expression string) T {
	b.t.Helper()
	return must(b, expression, chromedp.Evaluate[T](expression))
}

// Screenshot returns an image of the whole page, as PNG and as pixels.
func (b *Browser) Screenshot() ([]byte, image.Image) {
	b.t.Helper()
	const quality = 100 // makes it a PNG
	content := must(b, "take a screenshot", chromedp.FullScreenshot(quality))
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		b.t.Fatal(err)
	}
	return content, picture
}

func (b *Browser) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

func must[T any](b *Browser, what string, action chromedp.Action[T]) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, action)
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	return value
}

// call is a command of the browser's protocol as an action.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[R] {
	return func(ctx context.Context, _ *chromedp.Target) (R, error) {
		return chromedp.Call(ctx, command, params)
	}
}
