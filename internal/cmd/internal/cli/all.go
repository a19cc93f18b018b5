// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// ListVariable is the environment variable that lists more programs for FindAll, separated as in
// PATH.
const ListVariable = "ACC_CLIS"

// FindAll returns every available program, without building one, in this order:
//
//  1. terraform and tofu on PATH; one that is too old or does not work is announced on log and
//     omitted
//  2. the programs that ACC_CLIS lists, and the one that TF_ACC_TERRAFORM_PATH names; if one of
//     these does not work, that is an error
//  3. the OpenTofu of tools/tofu, if it is in bin/ already
//
// FindAll omits duplicates, and programs of the same product and version. root is the top folder of
// the repository. Finding none is an error.
func FindAll(ctx context.Context, root string, log io.Writer) ([]CLI, error) {
	all := &collection{log: log}
	for _, name := range []string{"terraform", "tofu"} {
		if err := all.add(ctx, name); err != nil && !errors.Is(err, exec.ErrNotFound) {
			_, _ = fmt.Fprintf(log, "Not using the %s on PATH: %v\n", name, err)
		}
	}

	var broken []error
	asked := func(variable, path string) {
		if path == "" {
			return
		}
		if err := all.add(ctx, path); err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", variable, err))
		}
	}
	for _, path := range filepath.SplitList(os.Getenv(ListVariable)) {
		asked(ListVariable, path)
	}
	asked(PathVariable, os.Getenv(PathVariable))
	if len(broken) > 0 {
		return nil, errors.Join(broken...)
	}

	binary, _, err := openTofuBinary(root)
	if err != nil {
		return nil, err
	}
	if err := all.add(ctx, binary); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if len(all.found) == 0 {
		return nil, fmt.Errorf("there is no terraform and no tofu on PATH, and %s lists none: make "+
			"tofu builds an OpenTofu", ListVariable)
	}
	return all.found, nil
}

// collection is the programs found so far.
type collection struct {
	found []CLI
	log   io.Writer
}

// add inspects a program, given by its path or by its name on PATH, and adds it unless there is an
// equal one.
func (c *collection) add(ctx context.Context, name string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		return err
	}
	// Tests run in the folders of their packages.
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	program, err := inspect(ctx, path)
	if err != nil {
		return err
	}
	for _, other := range c.found {
		if sameFile(program.Path, other.Path) {
			return nil
		}
		if program.Product == other.Product && program.Version == other.Version {
			_, _ = fmt.Fprintf(c.log, "Not using %s: it is %s %s, as is %s\n", program.Path, program.Product,
				program.Version, other.Path)
			return nil
		}
	}
	c.found = append(c.found, program)
	return nil
}

func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}
