// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// module is a module whose code is in a program.
type module struct {
	name    string   // path and version, separated by a space
	folders []string // of the module and of its packages in the program
}

// modulesOf returns the modules of all programs on all targets, by name.
func modulesOf(ctx context.Context, root string, config release.Config) ([]module, error) {
	folders := map[string][]string{}
	for _, build := range config.Builds {
		for _, target := range config.Targets() {
			if err := addModules(ctx, root, build, target, folders); err != nil {
				return nil, err
			}
		}
	}
	goRoot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	modules := []module{{"std " + runtime.Version(), []string{strings.TrimSpace(string(goRoot))}}}
	for name, all := range folders {
		slices.Sort(all)
		modules = append(modules, module{name, slices.Compact(all)})
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.name, b.name) })
	return modules, nil
}

// addModules adds the folders with code of a program, from the package up to its module.
func addModules(ctx context.Context, root string, build release.Build, target release.Target,
	folders map[string][]string) error {
	cmd := exec.CommandContext(ctx, "go", "list", "-buildvcs=false", "-deps", "-f",
		"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}\t{{$.Dir}}{{end}}{{end}}",
		build.Package())
	cmd.Dir = root
	cmd.Env = append(append(os.Environ(), build.Env...), "GOOS="+target.OS, "GOARCH="+target.Arch)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list for %s: %w", target, err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 {
			continue
		}
		name, top := fields[0], fields[1]
		for folder := fields[2]; strings.HasPrefix(folder, top); folder = filepath.Dir(folder) {
			folders[name] = append(folders[name], folder)
		}
	}
	return nil
}
