// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

// fill is a reader of n times the same byte, in pieces of the size of a packet.
func fill(n int64, with byte) io.Reader { return io.LimitReader(endless(with), n) }

type endless byte

func (c endless) Read(p []byte) (int, error) {
	return copy(p, bytes.Repeat([]byte{byte(c)}, 1400)), nil
}

// A decoder that starts over whenever more comes in would take hours for these, and one that keeps what it has skipped
// would hold it all.
func TestDecode_WhiteSpaceCostsTimeInProportionAndNoMemory(t *testing.T) {
	t.Parallel()
	blanks := func() io.Reader { return fill(1<<20, ' ') }
	reply := io.MultiReader(
		blanks(), strings.NewReader(`{"a"`), blanks(), strings.NewReader(`:1,"items":[`), blanks(),
		strings.NewReader(`{"eventId":"a"}`), fill(64<<20, ' '), strings.NewReader(`,{"eventId":"b"}]`), blanks(), strings.NewReader("}"),
		blanks(),
	)
	in := newValueReader(nil)
	visited := 0
	d := &listDecoder{body: &replyBody{reader: reply, limit: 1 << 30}, in: in, events: newEventReader()}
	in.source = d.body
	d.visit = func(FraudEvent) error { visited++; return nil }
	if err := d.reply(); err != nil || visited != 2 {
		t.Errorf("%d events, %v", visited, err)
	}
	if cap(in.buffer) != readAhead {
		t.Errorf("the buffer has grown to %d bytes", cap(in.buffer))
	}
}

func TestDecode_MemoryFollowsOneEvent(t *testing.T) {
	t.Parallel()
	large := strings.Repeat("x", 1<<20)
	reply := `[{"eventId":"a","description":"` + large + `"}` + strings.Repeat(`,{"eventId":"b"}`, 1<<17) + "]"
	in := newValueReader(nil)
	d := &listDecoder{body: &replyBody{reader: strings.NewReader(reply), limit: 1 << 30}, in: in, events: newEventReader()}
	in.source = d.body
	visited := 0
	d.visit = func(e FraudEvent) error {
		if visited++; visited == 1 && e.Description != large {
			t.Errorf("got a description of %d bytes", len(e.Description))
		}
		return nil
	}
	if err := d.reply(); err != nil || visited != 1<<17+1 {
		t.Errorf("%d events, %v", visited, err)
	}
	if cap(in.buffer) != 2<<20 {
		t.Errorf("the buffer has grown to %d bytes", cap(in.buffer))
	}
}

func TestDecode_AValueThatIsTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before string
		with   byte
		want   DecodeProblem
	}{
		"blanks in an event": {`[{"eventId":"a",`, ' ', ProblemValueTooLarge},
		"many escapes":       {`[{"eventId":"`, '\\', ProblemValueTooLarge},
		"a long number":      {`[{"eventId":`, '1', ProblemValueTooLarge},
		"another value":      {`{"links":"`, 'x', ProblemValueTooLarge},
		"nested too deep":    {`[{"a":`, '[', ProblemNotJSON},
		"not JSON either":    {`[{"eventId":"a"]`, ' ', ProblemNotJSON},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := &replyBody{reader: io.MultiReader(strings.NewReader(test.before), fill(64<<20, test.with)), limit: 1 << 30}
			err := decodeEvents(body, func(FraudEvent) error { return nil })
			var undecodable *DecodeError
			if !errors.As(err, &undecodable) || undecodable.Problem != test.want {
				t.Errorf("got %v", err)
			}
			if test.want == ProblemValueTooLarge && (undecodable.Limit != maxValue || !strings.Contains(err.Error(), "16777216 bytes")) {
				t.Errorf("got %v", err)
			}
			if body.read > maxValue+readAhead {
				t.Errorf("read %d bytes of what is of no use", body.read)
			}
		})
	}
}

func TestDecode_AMistakeIsNamedInTheWordsOfEncodingJSON(t *testing.T) {
	t.Parallel()
	for reply, want := range map[string]string{
		`[{"eventId":"a" "b"}]`:             "after 17 bytes, invalid character '\"' after object key:value pair",
		`[{"eventId":"a"},  {"eventId":b}]`: "after 31 bytes, invalid character 'b' looking for beginning of value",
		`[{"eventId":"a"} ; ]`:              "after 17 bytes, there is ';' where a comma or the end should be",
		`{"items" []}`:                      "after 9 bytes, there is '[' where ':' should be",
	} {
		err := decodeBytes([]byte(reply), func(FraudEvent) error { return nil })
		var undecodable *DecodeError
		if !errors.As(err, &undecodable) || undecodable.Problem != ProblemNotJSON || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", reply, err)
		}
	}
}

// The short cut must be taken for what the service sends, or it is of no use.
func TestDecode_TheShortCutCoversTheDocumentedEvents(t *testing.T) {
	t.Parallel()
	for _, event := range []string{string(manyEvents(t, 3)), `[{"hitCount":10,"isTest":false,"x":null,"y":-0.25,"z":"\u00e9\n"}]`} {
		if got := fastLength([]byte(event)); got != len(event) || !json.Valid([]byte(event)) {
			t.Errorf("got %d of %d bytes", got, len(event))
		}
	}
}
