// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Kinds of requests.
const (
	KindScore        = "security-score"
	KindRequirements = "security-requirements"
	KindInsights     = "customer-insights"

	KindListAlerts  = "security-alerts"       // GET …/securityAlerts
	KindGetAlert    = "security-alert"        // GET …/securityAlerts/{id}
	KindUpdateAlert = "update-security-alert" // PATCH …/securityAlerts/{id}
	KindBatch       = "graph-batch"           // POST /beta/$batch
)

// Paths of the operations.
const (
	version   = "/beta"
	scorePath = version + "/security/partner/securityScore"
	alertPath = version + "/security/partner/securityAlerts"
	batchPath = version + "/$batch"
)

// operation is one operation of Graph.
type operation struct {
	kind    string // for counts and faults
	method  string
	access  access
	options string // query options that it takes, separated by blanks
	strict  bool   // other parameters are refused, too
	serve   func(call) *refusal
}

// call is a call whose token has been checked.
type call struct {
	rw    http.ResponseWriter
	r     *http.Request
	actor world.Actor
}

// operation returns the operation that a request names. A method that a path lacks has no kind.
func (w *Window) operation(r *http.Request) operation {
	known := w.operationsAt(r.URL.Path)
	for _, o := range known {
		if o.method == r.Method {
			return o
		}
	}
	if len(known) > 0 {
		o := refusing(notAllowed())
		o.access = known[0].access
		return o
	}
	return refusing(noSegment(http.StatusNotFound, "ResourceNotFound", segment(r.URL.Path)))
}

// operationsAt returns the operations of a path, whatever their method.
func (w *Window) operationsAt(path string) []operation {
	score := func(kind string, serve func(call) *refusal) []operation {
		return []operation{{kind: kind, method: http.MethodGet, access: scoreAccess(w.Behaviour()),
			options: "$skiptoken", strict: true, serve: serve}}
	}
	reads, writes := alertAccess(w.Behaviour(), world.GraphRead, world.GraphReadWrite),
		alertAccess(w.Behaviour(), world.GraphReadWrite)
	switch id, isAlert := strings.CutPrefix(path, alertPath+"/"); {
	case path == scorePath:
		return score(KindScore, w.score)
	case path == scorePath+"/requirements":
		return score(KindRequirements, w.requirements)
	case path == scorePath+"/customerInsights":
		return score(KindInsights, w.insights)
	case path == alertPath:
		return []operation{{kind: KindListAlerts, method: http.MethodGet, access: reads,
			options: "$filter $select $count $top $skip $skiptoken", serve: w.listAlerts}}
	case isAlert && id != "" && !strings.Contains(id, "/"):
		return []operation{
			{kind: KindGetAlert, method: http.MethodGet, access: reads, options: "$select",
				serve: func(c call) *refusal { return w.getAlert(c, id) }},
			{kind: KindUpdateAlert, method: http.MethodPatch, access: writes,
				serve: func(c call) *refusal { return w.updateAlert(c, id) }},
		}
	case path == batchPath:
		return []operation{{kind: KindBatch, method: http.MethodPost, access: anyAccess(),
			serve: w.serveBatch}}
	}
	return nil
}

// segment is the last part of a path.
func segment(path string) string { return path[strings.LastIndex(path, "/")+1:] }
