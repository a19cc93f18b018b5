// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// fill is a reader of n copies of a byte, in pieces of the size of a packet.
func fill(n int64, with byte) io.Reader { return io.LimitReader(endless(with), n) }

type endless byte

func (c endless) Read(p []byte) (int, error) {
	return copy(p, bytes.Repeat([]byte{byte(c)}, 1400)), nil
}

// A decoder that starts over whenever more data arrives would take hours, and one that keeps
// skipped data would hold all of it.
func TestRead_WhiteSpaceCostsTimeInProportionAndNoMemory(t *testing.T) {
	t.Parallel()
	blanks := func() io.Reader { return fill(1<<20, ' ') }
	reply := io.MultiReader(
		blanks(), strings.NewReader(`{"a"`), blanks(), strings.NewReader(`:1,"items":[`), blanks(),
		strings.NewReader(`{"id":"a"}`), fill(64<<20, ' '), strings.NewReader(`,{"id":"b"}]`), blanks(),
		strings.NewReader("}"),
		blanks(),
	)
	in := newValueReader(nil)
	visited := 0
	d := &decoder{body: &body{Source: Source{Reader: reply, Limit: 1 << 30}}, in: in}
	in.source = d.body
	d.visit = func(Element) error { visited++; return nil }
	if err := d.reply(); err != nil || visited != 2 {
		t.Errorf("%d objects, %v", visited, err)
	}
	if cap(in.buffer) != readAhead {
		t.Errorf("the buffer has grown to %d bytes", cap(in.buffer))
	}
}

func TestRead_MemoryFollowsOneObject(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 1<<20)
	reply := `[{"id":"a","text":"` + large + `"}` + strings.Repeat(`,{"id":"b"}`, 1<<17) + "]"
	in := newValueReader(nil)
	d := &decoder{body: &body{Source: Source{Reader: strings.NewReader(reply), Limit: 1 << 30}},
		in: in}
	in.source = d.body
	visited := 0
	d.visit = func(e Element) error {
		if visited++; visited == 1 && string(e.JSON) != `{"id":"a","text":"`+large+`"}` {
			t.Errorf("got an object of %d bytes", len(e.JSON))
		}
		return nil
	}
	if err := d.reply(); err != nil || visited != 1<<17+1 {
		t.Errorf("%d objects, %v", visited, err)
	}
	if cap(in.buffer) != 2<<20 {
		t.Errorf("the buffer has grown to %d bytes", cap(in.buffer))
	}
}

func TestRead_AValueThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	type row struct {
		before string
		with   byte
		want   Problem
	}
	expect.Each(t, map[string]row{
		"blanks in an object": {`[{"id":"a",`, ' ', ProblemValueTooLarge},
		"many escapes":        {`[{"id":"`, '\\', ProblemValueTooLarge},
		"a long number":       {`[{"id":`, '1', ProblemValueTooLarge},
		"another value":       {`{"links":"`, 'x', ProblemValueTooLarge},
		"nested too deep":     {`[{"a":`, '[', ProblemNotJSON},
		"not JSON either":     {`[{"id":"a"]`, ' ', ProblemNotJSON},
	}, func(t *testing.T, test row) {
		reply := io.MultiReader(strings.NewReader(test.before), fill(64<<20, test.with))
		body := &body{Source: Source{Reader: reply, Limit: 1 << 30}}
		d := &decoder{body: body, in: newValueReader(body), visit: func(Element) error { return nil }}
		err := d.reply()
		var undecodable *Error
		if !errors.As(err, &undecodable) || undecodable.Problem != test.want {
			t.Errorf("got %v", err)
		}
		if test.want == ProblemValueTooLarge &&
			(undecodable.Limit != maxValue || !strings.Contains(err.Error(), "16777216 bytes")) {
			t.Errorf("got %v", err)
		}
		if body.read > maxValue+readAhead {
			t.Errorf("read %d bytes of what is of no use", body.read)
		}
	})
}

func TestRead_AMistakeIsNamedInTheWordsOfEncodingJSON(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]string{
		`[{"id":"a" "b"}]`:        "after 12 bytes, invalid character '\"' after object key:value pair",
		`[{"id":"a"},  {"id":b}]`: "after 21 bytes, invalid character 'b' looking for beginning of value",
		`[{"id":"a"} ; ]`:         "after 12 bytes, got ';' instead of a comma or the end",
		`{"items" []}`:            "after 9 bytes, got '[' instead of ':'",
	} {
		err := readFrom(strings.NewReader(reply), func(Element) error { return nil })
		var undecodable *Error
		if !errors.As(err, &undecodable) || undecodable.Problem != ProblemNotJSON ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", reply, err)
		}
	}
}

// The shortcut is useless if it rejects what services send.
func TestRead_TheShortCutCoversWhatServicesDocument(t *testing.T) {
	t.Parallel()
	valid := 0
	usual := []byte(`[{"a":10,"b":false,"x":null,"y":-0.25,"z":"\u00e9\n"}]`)
	for _, sample := range append(samples(t), usual) {
		sample = bytes.TrimSpace(sample)
		if !json.Valid(sample) {
			continue
		}
		if valid++; fastLength(sample) != len(sample) {
			t.Errorf("got %d of %d bytes of %s", fastLength(sample), len(sample), sample)
		}
	}
	if valid < 8 {
		t.Errorf("%d samples are valid JSON", valid)
	}
}
