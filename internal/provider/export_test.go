// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "reflect"

// DiscreetServerType is for a test that no call is forgotten.
func DiscreetServerType() reflect.Type { return reflect.TypeFor[*discreetServer]() }
