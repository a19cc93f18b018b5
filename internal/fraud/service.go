// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

// Service is how messages name the service of the events, and how that service names the ids of a
// write. Every message that names the service takes the name from here, so that no message names
// another one than the API in use. The zero value is "the service".
type Service struct {
	Name string // "Partner Center"

	RequestID     string // the header with the id of a write: "MS-RequestId"
	CorrelationID string // the header with the id of all calls; empty if the service has none
}

// String returns the name.
func (s Service) String() string {
	if s.Name == "" {
		return "the service"
	}
	return s.Name
}

// idsOfWrite returns the ids of a write, each after its name, without those that are missing.
func (s Service) idsOfWrite(request, correlation string) (ids [][2]string) {
	for _, id := range [][2]string{{s.RequestID, request}, {s.CorrelationID, correlation}} {
		if id[0] != "" && id[1] != "" {
			ids = append(ids, id)
		}
	}
	return ids
}
