// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package jsonlist

import (
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

const bom = "\xEF\xBB\xBF"

// objectsOf reads a reply to its end.
func objectsOf(from Source) ([]string, error) {
	var objects []string
	err := Read(from, func(e Element) error {
		objects = append(objects, string(e.JSON))
		return nil
	})
	return objects, err
}

func sourceOf(reply string) Source {
	return Source{Reader: strings.NewReader(reply), Limit: 1 << 30, ContentType: "text/plain"}
}

func TestRead_AcceptsEveryFormOfAList(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		reply string
		want  []string
	}{
		"bare array":   {`[{"a":1},{"b":2}]`, []string{`{"a":1}`, `{"b":2}`}},
		"empty array":  {" [ ] \n", nil},
		"wrapped":      {`{"items":[{"a":1}]}`, []string{`{"a":1}`}},
		"another case": {`{"ITEMS":[{"a":1}]}`, []string{`{"a":1}`}},
		"escaped key":  {`{"\u0069tems":[{"a":1}]}`, []string{`{"a":1}`}},
		"siblings around": {
			`{"totalCount":1,"links":{"next":[{"items":[1]}]},"Items":[{"a":1}],"attributes":{"x":"y"}}`,
			[]string{`{"a":1}`},
		},
		"wrapped, null":  {`{"items":null}`, nil},
		"BOM":            {bom + `[{"a":1}]`, []string{`{"a":1}`}},
		"BOM, wrapped":   {bom + "\r\n" + `{"items":[{"a":1}]}` + "\r\n", []string{`{"a":1}`}},
		"null":           {"null", nil},
		"deep and blank": {`[ { "a" : [1, {}] } ]`, []string{`{ "a" : [1, {}] }`}},
	} {
		got, err := objectsOf(sourceOf(test.reply))
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestRead_AcceptsNothingWhereTheStatusSaysSo(t *testing.T) {
	t.Parallel()
	from := sourceOf("")
	from.MayBeEmpty = true
	if got, err := objectsOf(from); err != nil || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := objectsOf(sourceOf("null")); err != nil || len(got) != 0 {
		t.Errorf("null: got %v, %v", got, err)
	}
	var empty *Error
	if _, err := objectsOf(sourceOf("")); !errors.As(err, &empty) || empty.Problem != ProblemEmpty {
		t.Errorf("with another status: got %v", err)
	}
}

func TestRead_RefusesClearly(t *testing.T) {
	t.Parallel()
	const one = `[{"id":"a"}]`
	for reply, want := range map[string]Problem{
		"\n<!DOCTYPE html><html>secret</html>": ProblemHTML,
		bom + "<html>":                         ProblemHTML,
		"secret":                               ProblemNotJSON,
		one[:9]:                                ProblemTruncated,
		one[:len(one)-1]:                       ProblemTruncated,
		one[:len(one)-1] + ",":                 ProblemTruncated,
		`{"items":` + one:                      ProblemTruncated,
		`{"totalCount":1,`:                     ProblemTruncated,
		`{"links":{"next":[`:                   ProblemTruncated,
		`{"code":"1","description":"secret"}`:  ProblemNotCollection,
		"":                                     ProblemEmpty,
		bom + " \r\n":                          ProblemEmpty,
		"{}":                                   ProblemNotCollection,
		`{"items":{"id":"a"}}`:                 ProblemNotCollection,
		`{"items":"secret"}`:                   ProblemNotCollection,
		`"secret"`:                             ProblemNotCollection,
		"1":                                    ProblemNotCollection,
		`["secret"]`:                           ProblemNotObject,
		"[1]":                                  ProblemNotObject,
		"[[]]":                                 ProblemNotObject,
		"[null]":                               ProblemNotObject,
		one + one:                              ProblemTrailing,
		one + " secret":                        ProblemTrailing,
		`{"items":[]}]`:                        ProblemTrailing,
		one[:len(one)-1] + ",]":                ProblemNotJSON,
		`[{"id":"a"}{"id":"b"}]`:               ProblemNotJSON,
	} {
		_, err := objectsOf(sourceOf(reply))
		var undecodable *Error
		if !errors.As(err, &undecodable) || undecodable.Problem != want {
			t.Errorf("%q: got %v", reply, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error quotes the reply: %v", err)
		}
	}
}

// The caller says what an element lacks; the list adds the position.
func TestRead_AProblemOfAnElementHasItsPlace(t *testing.T) {
	t.Parallel()
	cause := errors.New("it is blue")
	err := Read(sourceOf(`[{"a":1},{"b":2}]`), func(e Element) error {
		if string(e.JSON) == `{"b":2}` {
			return e.Problem("an element has a colour", cause)
		}
		return nil
	})
	want := "the reply cannot be read: an element has a colour (text/plain, after 16 bytes, it is " +
		"blue)"
	if !errors.Is(err, cause) || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestRead_AnErrorOfTheVisitorEndsIt(t *testing.T) {
	t.Parallel()
	enough, visited := errors.New("enough"), 0
	err := Read(sourceOf(`[{"a":1},{"b":2}]`), func(Element) error { visited++; return enough })
	if err != enough || visited != 1 { //nolint:errorlint // unchanged
		t.Errorf("got %v after %d objects", err, visited)
	}
}

func TestRead_TheLimitIsToTheByte(t *testing.T) {
	t.Parallel()
	const reply = `[{"a":1}]` + "   "
	from := sourceOf(reply)
	from.Limit = int64(len(reply))
	if _, err := objectsOf(from); err != nil {
		t.Errorf("just enough: got %v", err)
	}
	from = sourceOf(reply)
	from.Limit = int64(len(reply)) - 1
	_, err := objectsOf(from)
	want := "the reply cannot be read: it is larger than the limit of 11 bytes"
	if err == nil || err.Error() != want {
		t.Errorf("one byte too much: got %v", err)
	}
}

// A broken connection can be retried. A body that contradicts its encoding cannot.
func TestRead_DistinguishesABrokenConnectionFromACorruptBody(t *testing.T) {
	t.Parallel()
	for cause, broken := range map[error]bool{
		io.ErrUnexpectedEOF: true, iotest.ErrTimeout: true,
		gzip.ErrHeader: false, gzip.ErrChecksum: false,
	} {
		for _, begun := range []string{"", `[{"a":1}`, `[{"a":1},{"b":`, `{"items"`} {
			from := sourceOf("")
			from.Reader = io.MultiReader(strings.NewReader(begun), iotest.ErrReader(cause))
			_, err := objectsOf(from)
			var off *BrokenError
			var undecodable *Error
			if !errors.Is(err, cause) ||
				errors.As(err, &off) != broken || errors.As(err, &undecodable) == broken {
				t.Errorf("%v after %q: got %v", cause, begun, err)
			}
			if undecodable != nil && undecodable.Problem != ProblemNotJSON {
				t.Errorf("%v after %q: got %v", cause, begun, err)
			}
		}
	}
}
