// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package rehearsal releases to nobody: it builds the release of the last commit twice with the
// release tool, signs it with a key that is thrown away, checks it as the registry does, and
// installs it with every Terraform and OpenTofu that it finds.
//
//	clone -> build -+
//	clone -> build -+-> same bytes? -> sign -> check -> registry -> init, lock -> mirror -> demo
//
// Nothing is published, and nothing needs the network, except for modules that Go has not
// downloaded yet.
package rehearsal
