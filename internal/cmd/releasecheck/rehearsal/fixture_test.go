// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// program is a program with one module, golang.org/x/sync, built from a commit for a target.
func program(t *testing.T, target release.Target) []byte {
	t.Helper()
	dir, root := t.TempDir(), "../../../.."
	sums := expect.Must(os.ReadFile(filepath.Join(root, "go.sum")))(t)
	for name, content := range map[string]string{
		"go.mod": "module example.com/program\n\ngo 1.26.0\n\nrequire " + module + "\n",
		"go.sum": string(sums),
		"main.go": "package main\n\nimport \"golang.org/x/sync/semaphore\"\n\n" +
			"func main() { _ = semaphore.NewWeighted(1) }\n",
	} {
		expect.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	for _, line := range []string{"git init -q", "git add .",
		"git -c user.name=a -c user.email=a@example.com commit -q -m a",
		"go build -trimpath -buildvcs=true -o program ."} {
		args := strings.Fields(line)
		cmd := exec.CommandContext(t.Context(), args[0], args[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOOS="+target.OS, "GOARCH="+target.Arch, "CGO_ENABLED=0",
			"GOFLAGS=-mod=readonly", "GIT_CONFIG_GLOBAL="+os.DevNull)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	return expect.Must(os.ReadFile(filepath.Join(dir, "program")))(t)
}

const module = "golang.org/x/sync v0.24.0"

// fixture is what all releases of the tests share, because compiling takes seconds.
type fixture struct {
	key      Key
	programs map[release.Target][]byte
}

var shared struct { //nolint:gochecknoglobals // compiled once
	sync.Once
	fixture
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	shared.Do(func() {
		shared.key = expect.Must(NewKey())(t)
		shared.programs = map[release.Target][]byte{}
		for _, target := range targets() {
			shared.programs[target] = program(t, target)
		}
	})
	return shared.fixture
}

func targets() []release.Target {
	return []release.Target{{OS: "linux", Arch: "amd64"}, {OS: "windows", Arch: "amd64"}}
}

// goodRelease writes a release without mistakes.
func (x fixture) goodRelease(t *testing.T) Folder {
	t.Helper()
	f := Folder{t.TempDir(), "terraform-provider-partnercenter", "0.1.0", targets()}
	std := "std " + strings.TrimSpace(string(expect.Must(
		exec.CommandContext(t.Context(), "go", "env", "GOVERSION").Output())(t)))
	for _, a := range f.archives() {
		x.writeArchive(t, f, a, "* "+module+"\n* "+std+"\n")
		x.writeContents(t, f, a, module, std)
	}
	x.write(t, f, f.manifest(), manifest("6.0"))
	x.renew(t, f)
	return f
}

func manifest(protocol string) string {
	return `{"version": 1, "metadata": {"protocol_versions": ["` + protocol + `"]}}`
}

func (x fixture) write(t *testing.T, f Folder, name, content string) {
	t.Helper()
	expect.NoError(t, os.WriteFile(f.path(name), []byte(content), 0o600))
}

// renew computes the sums again and signs them, as a release with a mistake in its making.
func (x fixture) renew(t *testing.T, f Folder) {
	t.Helper()
	var sums strings.Builder
	for _, name := range f.names() {
		if sum, err := sumOf(f.path(name)); err == nil && name != f.sums() && name != f.signature() {
			fmt.Fprintf(&sums, "%s  %s\n", sum, name)
		}
	}
	x.write(t, f, f.sums(), sums.String())
	expect.NoError(t, f.sign(x.key))
}

func (x fixture) writeContents(t *testing.T, f Folder, a archive, modules ...string) {
	t.Helper()
	components := []map[string]string{}
	for _, m := range modules {
		name, version, _ := strings.Cut(m, " ")
		components = append(components, map[string]string{"name": name, "version": version})
	}
	x.write(t, f, a.contents,
		string(expect.Must(json.Marshal(map[string]any{"components": components}))(t)))
}

func (x fixture) writeArchive(t *testing.T, f Folder, a archive, licenses string) {
	t.Helper()
	files := map[string]member{
		a.program: {0o755, x.programs[a.target]},
		"LICENSE": {0o644, []byte("license")}, notices: {0o644, []byte(licenses)},
	}
	x.write(t, f, a.name, string(pack(t, a.name, files)))
}

func pack(t *testing.T, name string, files map[string]member) []byte {
	t.Helper()
	var out bytes.Buffer
	if filepath.Ext(name) == ".zip" {
		archive := zip.NewWriter(&out)
		for _, name := range names(files) {
			header := &zip.FileHeader{Name: name}
			header.SetMode(files[name].mode)
			w := expect.Must(archive.CreateHeader(header))(t)
			expect.Must(w.Write(files[name].content))(t)
		}
		expect.NoError(t, archive.Close())
		return out.Bytes()
	}
	packed := gzip.NewWriter(&out)
	archive := tar.NewWriter(packed)
	for _, name := range names(files) {
		expect.NoError(t, archive.WriteHeader(&tar.Header{Name: name,
			Mode: int64(files[name].mode), Size: int64(len(files[name].content))}))
		expect.Must(archive.Write(files[name].content))(t)
	}
	expect.NoError(t, archive.Close())
	expect.NoError(t, packed.Close())
	return out.Bytes()
}
