// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"cmp"
	"context"
	"crypto/subtle"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// serveRedirect waits for the browser's answer to a sign-in. Only the first answer that contains
// the state counts; any other request gets a 404 and ends nothing. stop frees the port.
func serveRedirect(listener net.Listener, state string) (answers <-chan url.Values, stop func()) {
	found := make(chan url.Values, 1)
	var once sync.Once
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := r.URL.Query()
			isAnswer := r.Method == http.MethodGet && r.URL.Path == "/" &&
				subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(state)) == 1
			taken := false
			if isAnswer {
				once.Do(func() { found <- answer; taken = true })
			}
			if !taken {
				http.NotFound(w, r)
				return
			}
			writeFarewell(w, answer)
		}),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // it could hold parts of a request
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(listener) }) // stop ends it
	return found, func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil { // lets the farewell page out
			_ = server.Close()
		}
		serving.Wait()
	}
}

// writeFarewell sends the user back from the browser.
func writeFarewell(w http.ResponseWriter, answer url.Values) {
	text := "You are signed in. You may close this window and go back to the terminal."
	if answer.Get("code") == "" {
		text = "You are not signed in: " + cmp.Or(answer.Get("error"), "the answer contains no code") +
			". Go back to the terminal for more."
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer") // the address contains the code
	header.Set("Content-Security-Policy", "default-src 'none'")
	_, _ = fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"en\"><title>partnercenter "+
		"login</title>\n<p>%s</p></html>\n", html.EscapeString(text))
}
