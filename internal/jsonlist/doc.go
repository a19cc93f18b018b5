// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package jsonlist reads a huge JSON list value by value: a bare array of objects, or an object
// that holds one under items. It knows neither the service that sends the list nor the content of
// an object.
//
// The package has its own code because a list may have hundreds of megabytes. encoding/json reads
// it seven times slower than it validates it, and takes hours for a list that is mostly white
// space. The parts are small:
//
//	Source       a reply, within its limit of bytes; body remembers how reading ended
//	valueReader  cuts the reply into values and holds one at a time; valueScan finds where one ends
//	decoder      reads everything around the objects
//	Values       reads their content, with Members and Elements, in every form of a value
//
// Only valid JSON values leave the package. fastLength is only a shortcut: encoding/json decides
// what is valid, and words every error.
package jsonlist
