// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest_test

import (
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

func TestDo_ReusesTheRequestIDWhenNoResponseCame(t *testing.T) {
	t.Parallel()
	c, w := connect(t, nothing, hangUp, hangUp, status(200))
	get(t, c)
	ids := w.column("MS-RequestId")
	if uuid.Validate(ids[0]) != nil || len(slices.Compact(ids)) != 1 {
		t.Errorf("got %q, want the same id three times", ids)
	}
}

func TestDo_MakesANewRequestIDAfterAnyResponse(t *testing.T) {
	t.Parallel()
	c, w := connect(t, nothing, statuses(503, 401, 200, 200, 200)...)
	broken := error(&jsonlist.BrokenError{Err: io.ErrUnexpectedEOF})
	_, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet,
		Handle: func(*http.Response, time.Time) (err error) {
			err, broken = broken, nil
			return err
		}})
	expect.NoError(t, err)
	get(t, c) // another call
	ids := w.column("MS-RequestId")
	if slices.Sort(ids); len(slices.Compact(ids)) != 5 {
		t.Errorf("got %q, want five different ids", w.column("MS-RequestId"))
	}
}

func TestDo_AllCallsShareOneCorrelationID(t *testing.T) {
	t.Parallel()
	const own = "4cb80cbe-566b-4d8b-8b8f-af1454b73089"
	for _, configured := range []string{"", own} {
		c, w := connect(t, func(c *rest.Config) { c.CorrelationID = configured },
			statuses(503, 200, 200)...)
		get(t, c)
		get(t, c)
		ids := slices.Compact(w.column("MS-CorrelationId"))
		if len(ids) != 1 || uuid.Validate(ids[0]) != nil || ids[0] != c.CorrelationID() ||
			configured != "" && ids[0] != configured {
			t.Errorf("configured %q: got %q", configured, ids)
		}
	}
}
