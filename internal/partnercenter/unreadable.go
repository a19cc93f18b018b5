// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// Unreadable is the error of a complete reply whose content is not as documented.
func (c Call) Unreadable(reply Reply, err error) error {
	var problem *jsonlist.Error
	if errors.As(err, &problem) && problem.ContentType == "" {
		placed := *problem
		placed.ContentType, placed.Offset = rest.MediaType(reply.Header), int64(len(reply.Body))
		err = &placed
	}
	return &Error{
		Area: c.Area, Operation: c.Operation, Asked: c.Asked, StatusCode: reply.Status,
		RequestID: reply.RequestID, CorrelationID: reply.CorrelationID, Attempts: 1, Err: err,
		Advice: adviseOnCause(err),
	}
}
