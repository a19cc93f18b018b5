// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// readReport reads a report of "partnercenter doctor --report".
func readReport(path string) (fidelity.Imitation, error) {
	content, err := files.ReadText(path)
	if err != nil {
		return fidelity.Imitation{}, fmt.Errorf("--behave-like: %w", err)
	}
	report, err := fidelity.Read(content)
	if err != nil {
		return fidelity.Imitation{}, fmt.Errorf("--behave-like: %s %w", anatomy.Path(path), err)
	}
	return report.Imitate()
}

// imitate sets the emulator's switches, and says what it cannot imitate.
func imitate(server *emulator.Server, like fidelity.Imitation, env cli.Environment) error {
	next := server.Behaviour()
	if err := like.Apply(&next); err != nil {
		return fmt.Errorf("--behave-like: %w", err)
	}
	server.SetBehaviour(func(b *emulator.Behaviour) { *b = next })
	for _, line := range like.Unable {
		env.Warn("%s", line)
	}
	return nil
}
