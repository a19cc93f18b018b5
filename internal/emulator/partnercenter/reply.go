// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// writeEvents streams a collection of events, without buffering all of it.
func writeEvents(w http.ResponseWriter, r *http.Request, form eventForm, events []*world.Event,
	total int) {
	if len(events) == 0 && form.EmptyIs204 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	out := io.Writer(w)
	if form.Gzip && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		zip := gzip.NewWriter(w)
		defer func() { _ = zip.Close() }()
		out = zip
	}
	w.WriteHeader(http.StatusOK)
	buffered := bufio.NewWriterSize(out, 64<<10)
	defer func() { _ = buffered.Flush() }() // a client that has gone needs no answer
	if form.BOM {
		_, _ = buffered.WriteString("\ufeff")
	}
	if form.Wrapped {
		_, _ = fmt.Fprintf(buffered, `{"totalCount":%d,"items":`, total)
		defer func() { _, _ = buffered.WriteString(`,"attributes":{"objectType":"Collection"}}`) }()
	}
	form.writeArray(buffered, events)
}

func (f eventForm) writeArray(w *bufio.Writer, events []*world.Event) {
	line := make([]byte, 0, 4<<10)
	_ = w.WriteByte('[')
	for i, e := range events {
		line = line[:0]
		if i > 0 {
			line = append(line, ',')
		}
		line = f.appendEvent(line, e)
		if _, err := w.Write(line); err != nil {
			return
		}
	}
	_ = w.WriteByte(']')
}
