// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// What follows reads an event with encoding/json and nothing else. It is slow and plain, and the
// decoder is held to it: see FuzzDecode_ReadsAnEventAsEncodingJSONDoes.

// plainEvent is an event as it is printed, in every form that is documented or was seen:
// docs-dev/api.md, Fields. Keys match in any case, so that IsTest and isTest are one.
type plainEvent struct {
	EventID         plainEventID `json:"eventId"`
	EventTime       plainText    `json:"eventTime"`
	EventType       plainText    `json:"eventType"`
	EventStatus     plainText    `json:"eventStatus"`
	ResolvedReason  plainText    `json:"resolvedReason"`
	ResolvedOn      plainText    `json:"resolvedOn"`
	ResolvedBy      plainText    `json:"resolvedBy"`
	Severity        plainText    `json:"severity"`
	ConfidenceLevel plainText    `json:"confidenceLevel"`
	DisplayName     plainText    `json:"displayName"`
	Description     plainText    `json:"description"`

	SubscriptionID                 plainText `json:"subscriptionId"`
	SubscriptionName               plainText `json:"subscriptionName"`
	SubscriptionType               plainText `json:"subscriptionType"`
	CatalogOfferID                 plainText `json:"catalogOfferId"`
	CustomerTenantID               plainText `json:"customerTenantId"`
	CustomerFriendlyName           plainText `json:"customerFriendlyName"`
	PartnerTenantID                plainText `json:"partnerTenantId"`
	PartnerFriendlyName            plainText `json:"partnerFriendlyName"`
	ValueAddedResellerTenantID     plainText `json:"valueAddedResellerTenantId"`
	ValueAddedResellerFriendlyName plainText `json:"valueAddedResellerFriendlyName"`
	Country                        plainText `json:"country"`

	EntityID          plainText `json:"entityId"`
	EntityName        plainText `json:"entityName"`
	EntityURL         plainText `json:"entityUrl"`
	ServiceName       plainText `json:"serviceName"`
	ResourceName      plainText `json:"resourceName"`
	ResourceGroupName plainText `json:"resourceGroupName"`

	HitCount        plainText    `json:"hitCount"`
	FirstOccurrence plainText    `json:"firstOccurrence"`
	LastOccurrence  plainText    `json:"lastOccurrence"`
	FirstObserved   plainText    `json:"firstObserved"`
	LastObserved    plainText    `json:"lastObserved"`
	IsTest          plainBoolean `json:"isTest"`

	AffectedResources plainResources `json:"affectedResources"`
	AdditionalDetails plainDetails   `json:"additionalDetails"`
	ActivityLogs      plainLogs      `json:"activityLogs"`
}

func (e *plainEvent) event() FraudEvent {
	return FraudEvent{
		EventID: string(e.EventID), EventTime: string(e.EventTime), EventType: string(e.EventType),
		EventStatus: string(e.EventStatus), ResolvedReason: string(e.ResolvedReason),
		ResolvedOn: string(e.ResolvedOn), ResolvedBy: string(e.ResolvedBy), Severity: string(e.Severity),
		ConfidenceLevel: string(e.ConfidenceLevel), DisplayName: string(e.DisplayName),
		Description: string(e.Description),

		SubscriptionID: string(e.SubscriptionID), SubscriptionName: string(e.SubscriptionName),
		SubscriptionType: string(e.SubscriptionType), CatalogOfferID: string(e.CatalogOfferID),
		CustomerTenantID:               string(e.CustomerTenantID),
		CustomerFriendlyName:           string(e.CustomerFriendlyName),
		PartnerTenantID:                string(e.PartnerTenantID),
		PartnerFriendlyName:            string(e.PartnerFriendlyName),
		ValueAddedResellerTenantID:     string(e.ValueAddedResellerTenantID),
		ValueAddedResellerFriendlyName: string(e.ValueAddedResellerFriendlyName),
		Country:                        string(e.Country),

		EntityID: string(e.EntityID), EntityName: string(e.EntityName), EntityURL: string(e.EntityURL),
		ServiceName: string(e.ServiceName), ResourceName: string(e.ResourceName),
		ResourceGroupName: string(e.ResourceGroupName),

		HitCount: string(e.HitCount), FirstOccurrence: string(e.FirstOccurrence),
		LastOccurrence: string(e.LastOccurrence), FirstObserved: string(e.FirstObserved),
		LastObserved: string(e.LastObserved), IsTest: e.IsTest.value,

		AffectedResources: e.AffectedResources, AdditionalDetails: e.AdditionalDetails,
		ActivityLogs: e.ActivityLogs,
	}
}

// plainText takes a string as it is, null as "", and any other value as its compact JSON.
type plainText string

func (t *plainText) UnmarshalJSON(raw []byte) error {
	s, err := plainStringOrJSON(raw)
	*t = plainText(s)
	return err
}

func plainStringOrJSON(raw []byte) (string, error) {
	switch {
	case len(raw) == 0, string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		return plainStringOf(raw)
	case raw[0] == '{' || raw[0] == '[':
		var compact bytes.Buffer
		err := json.Compact(&compact, raw)
		return compact.String(), err
	}
	return string(raw), nil
}

func plainStringOf(raw []byte) (string, error) {
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err
}

// plainEventID takes any scalar.
type plainEventID string

func (id *plainEventID) UnmarshalJSON(raw []byte) error {
	if raw[0] == '{' || raw[0] == '[' {
		return errEventIDNotText
	}
	s, err := plainStringOrJSON(raw)
	*id = plainEventID(s)
	return err
}

// plainBoolean takes true and "true"; anything that is not a truth value is nil.
type plainBoolean struct{ value *bool }

func (b *plainBoolean) UnmarshalJSON(raw []byte) error {
	s, err := plainStringOrJSON(raw)
	if err != nil {
		return err
	}
	b.value = nil
	if v, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(s))); err == nil {
		b.value = &v
	}
	return nil
}

// plainDetails takes an object of anything. Another value is kept whole, under the field's own
// name.
type plainDetails map[string]string

func (d *plainDetails) UnmarshalJSON(raw []byte) error {
	var fields map[string]plainText
	if inner, ok := plainEmbedded(raw); ok {
		raw = inner
	}
	if raw[0] != '{' {
		s, err := plainStringOrJSON(raw)
		if *d = nil; s != "" {
			*d = plainDetails{"additionalDetails": s}
		}
		return err
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	*d = make(plainDetails, len(fields))
	for key, value := range fields {
		(*d)[key] = string(value)
	}
	return nil
}

// plainResources takes an array of objects, one object, or either as JSON text in a string.
type plainResources []AffectedResource

func (r *plainResources) UnmarshalJSON(raw []byte) error {
	*r = nil
	elements, err := plainElements(raw)
	if err != nil || elements == nil {
		return err
	}
	*r = make(plainResources, 0, len(elements))
	for _, element := range elements {
		var object struct {
			AzureResourceID plainText `json:"azureResourceId"`
			Type            plainText `json:"type"`
		}
		if element[0] != '{' {
			if object.AzureResourceID, err = plainTextOf(element); err != nil {
				return err
			}
		} else if err := json.Unmarshal(element, &object); err != nil {
			return err
		}
		*r = append(*r, AffectedResource{AzureResourceID: string(object.AzureResourceID),
			Type: string(object.Type)})
	}
	return nil
}

// plainLogs takes an array of objects, an array of strings, one of each, or JSON text of these in a
// string. A text that is not an object becomes the new status, so that nothing is lost.
type plainLogs []ActivityLog

func (l *plainLogs) UnmarshalJSON(raw []byte) error {
	*l = nil
	elements, err := plainElements(raw)
	if err != nil || elements == nil {
		return err
	}
	*l = make(plainLogs, 0, len(elements))
	for _, element := range elements {
		if inner, ok := plainEmbedded(element); ok {
			element = inner
		}
		var object struct {
			StatusFrom plainText `json:"statusFrom"`
			StatusTo   plainText `json:"statusTo"`
			UpdatedBy  plainText `json:"updatedBy"`
			DateTime   plainText `json:"dateTime"`
		}
		if element[0] != '{' {
			if object.StatusTo, err = plainTextOf(element); err != nil {
				return err
			}
		} else if err := json.Unmarshal(element, &object); err != nil {
			return err
		}
		*l = append(*l, ActivityLog{
			StatusFrom: string(object.StatusFrom), StatusTo: string(object.StatusTo),
			UpdatedBy: string(object.UpdatedBy), DateTime: string(object.DateTime),
		})
	}
	return nil
}

func plainTextOf(raw []byte) (plainText, error) {
	s, err := plainStringOrJSON(raw)
	return plainText(s), err
}

// plainElements returns the elements of an array, without nulls, or a single value as the only
// element. The array or object may be JSON text in a string. null and a blank string are nil.
func plainElements(raw []byte) ([]json.RawMessage, error) {
	if inner, ok := plainEmbedded(raw); ok {
		raw = inner
	}
	if raw[0] != '[' {
		if s, err := plainStringOrJSON(raw); err != nil || strings.TrimSpace(s) == "" {
			return nil, err
		}
		return []json.RawMessage{raw}, nil
	}
	all := []json.RawMessage{}
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	kept := all[:0]
	for _, element := range all {
		if string(element) != "null" {
			kept = append(kept, element)
		}
	}
	return kept, nil
}

// plainEmbedded returns the array or object that a JSON string holds as text.
func plainEmbedded(raw []byte) ([]byte, bool) {
	if raw[0] != '"' {
		return nil, false
	}
	s, err := plainStringOf(raw)
	if err != nil {
		return nil, false
	}
	inner := bytes.TrimSpace([]byte(s))
	if len(inner) == 0 || inner[0] != '{' && inner[0] != '[' || !json.Valid(inner) {
		return nil, false
	}
	return inner, true
}
