// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

//go:embed style.css
var styleSheet []byte

//go:embed *.html.tmpl
var pageFiles embed.FS

// pages escapes all text for its place, because text of alerts and of clients is hostile.
//
//nolint:gochecknoglobals // parsed once, from a constant
var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"at": at, "standing": standing, "effect": effect, "left": left,
	"lower": strings.ToLower, "shorten": shorten, "used": used, "withoutQuery": withoutQuery,
	"clock":  func(t time.Time) string { return t.UTC().Format("15:04:05.000") },
	"moment": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") },
	// The parameters of the template of that name.
	"search": func(label string, found any) map[string]any {
		return map[string]any{"Label": label, "Found": found}
	},
}).ParseFS(pageFiles, "*.html.tmpl"))

// page is the common content of all pages.
type page struct {
	Title, Here, Token, Notice, Colleague string
	Content                               any
}

// render writes a page in full or not at all.
func (p *Portal) render(w http.ResponseWriter, status int, name string, content page) {
	content.Token, content.Colleague, content.Here = p.token, colleague, name
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, content); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

func serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, _ = w.Write(styleSheet)
}

func (p *Portal) problem(w http.ResponseWriter, status int, text string) {
	p.render(w, status, "problem", page{Title: "This did not work", Content: text})
}

func (p *Portal) alerts(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	f := filter{query.Get("status"), query.Get("severity"), strings.TrimSpace(query.Get("text"))}
	number, _ := strconv.Atoi(query.Get("page")) // anything else is the first page
	p.render(w, http.StatusOK, "alerts", page{
		Title: "Alerts", Notice: notice(query.Get("done")),
		Content: struct {
			Filter               filter
			List                 listing
			Statuses, Severities []string
		}{f, listed(p.World.Stored(), f, number), world.Statuses(), world.Severities()},
	})
}

func (p *Portal) event(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	e, ok := p.World.Event(query.Get("id"))
	if !ok {
		p.problem(w, http.StatusNotFound, "There is no such alert. It may have aged out.")
		return
	}
	p.render(w, http.StatusOK, "event", page{
		Title: e.DisplayName, Notice: notice(query.Get("done")), Content: struct {
			*world.Event

			Reasons []string
		}{&e, world.Reasons()},
	})
}

func (p *Portal) newAlert(w http.ResponseWriter, r *http.Request) {
	subscription := r.URL.Query().Get("subscription")
	if subscription == "" {
		subscription = uuid.NewString()
	}
	p.render(w, http.StatusOK, "new", page{
		Title: "New alert", Content: struct {
			world.Event

			Severities []string
		}{world.NewEvent(subscription, ""), world.Severities()},
	})
}

func (p *Portal) faults(w http.ResponseWriter, r *http.Request) {
	type pending struct {
		harness.PendingFault

		Name string
	}
	var all []pending
	for _, f := range p.Harness.PendingFaults() {
		all = append(all, pending{f, p.kindName(f.Kind)})
	}
	p.render(w, http.StatusOK, "faults", page{
		Title: "Faults", Notice: notice(r.URL.Query().Get("done")),
		Content: struct {
			Pending []pending
			Presets []preset
			Kinds   []Kind
		}{all, p.presets(), p.Kinds},
	})
}

// shownCalls is how many of the latest calls the portal shows, and shownDetail how many bytes of
// each one's detail: a body can have megabytes.
const (
	shownCalls  = 200
	shownDetail = 600
)

func shorten(text string) string {
	if len(text) <= shownDetail {
		return text
	}
	return strings.ToValidUTF8(text[:shownDetail], "") + "…"
}

func (p *Portal) calls(w http.ResponseWriter, r *http.Request) {
	type call struct {
		harness.Request

		Detail string
	}
	requests := p.Harness.Requests()
	latest := requests[max(0, len(requests)-shownCalls):]
	var shown []call
	for _, request := range slices.Backward(latest) {
		shown = append(shown, call{request, shorten(p.Detail(request))})
	}
	p.render(w, http.StatusOK, "calls", page{
		Title: "Calls", Notice: notice(r.URL.Query().Get("done")),
		Content: struct {
			Calls      []call
			Total      int
			Violations []string
		}{shown, len(requests), p.Harness.Violations()},
	})
}
