// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "syscall"

// connectionReset is Windows' own number. There, syscall.ECONNRESET is one that no call returns.
const connectionReset = syscall.WSAECONNRESET
