// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestCheck_AcceptsAGoodRelease(t *testing.T) {
	t.Parallel()
	x := newFixture(t)
	expect.NoError(t, x.goodRelease(t).Check(x.key))
}

// mistake is done to a good release. The sums and their signature are then computed again, as a
// faulty build would do, except for an attack on a finished release.
type mistake struct {
	do     func(t *testing.T, x fixture, f Folder)
	attack bool
	want   string
}

func mistakes() map[string]mistake {
	return map[string]mistake{
		"a changed byte": {attack: true, want: "linux_amd64.zip has the sum",
			do: func(t *testing.T, x fixture, f Folder) {
				t.Helper()
				name := f.provider(f.Targets[0]).name
				content := expect.Must(os.ReadFile(f.path(name)))(t)
				content[len(content)/2] ^= 1
				x.write(t, f, name, string(content))
			}},
		"a changed sum": {attack: true, want: "the signature is not by the key",
			do: func(t *testing.T, x fixture, f Folder) {
				t.Helper()
				sums := string(expect.Must(os.ReadFile(f.path(f.sums())))(t))
				x.write(t, f, f.sums(), strings.Replace(sums, sums[:8], "00000000", 1))
			}},
		"another key": {attack: true, want: "the signature is not by the key",
			do: func(t *testing.T, _ fixture, f Folder) {
				t.Helper()
				expect.NoError(t, f.sign(expect.Must(NewKey())(t)))
			}},
		"no signature": {attack: true, want: "the release lacks terraform-provider-partnercenter_0.1.0" +
			"_SHA256SUMS.sig", do: removes(Folder.signature)},
		"no manifest": {want: "the release lacks terraform-provider-partnercenter_0.1.0_manifest.json",
			do: removes(Folder.manifest)},
		"no sum of the manifest": {attack: true, want: "SHA256SUMS lacks terraform-provider-" +
			"partnercenter_0.1.0_manifest.json", do: func(t *testing.T, x fixture, f Folder) {
			t.Helper()
			removes(Folder.manifest)(t, x, f)
			x.renew(t, f)
			x.write(t, f, f.manifest(), manifest("6.0"))
		}},
		"a manifest for protocol 5.0": {want: `protocols ["5.0"], want 1 and ["6.0"]`,
			do: func(t *testing.T, x fixture, f Folder) {
				t.Helper()
				x.write(t, f, f.manifest(), manifest("5.0"))
			}},
		"a missing target": {want: "the release lacks terraform-provider-partnercenter_0.1.0_windows_" +
			"amd64.zip", do: removes(func(f Folder) string { return f.provider(f.Targets[1]).name })},
		"a renamed archive": {want: "nobody looks for terraform-provider-partnercenter_0.1.0_win_x64.zip",
			do: func(t *testing.T, _ fixture, f Folder) {
				t.Helper()
				expect.NoError(t, os.Rename(f.path(f.provider(f.Targets[1]).name),
					f.path("terraform-provider-partnercenter_0.1.0_win_x64.zip")))
			}},
		"an SBOM that lacks a module": {want: "lacks the module " + module,
			do: func(t *testing.T, x fixture, f Folder) {
				t.Helper()
				x.writeContents(t, f, f.command(f.Targets[0]), "std go1.26.0")
			}},
		"a module without a license": {want: notices + " of partnercenter_0.1.0_linux_amd64" +
			".tar.gz lacks the module " + module, do: func(t *testing.T, x fixture, f Folder) {
			t.Helper()
			x.writeArchive(t, f, f.command(f.Targets[0]), "* std go1.26.0\n")
		}},
		"the program of another target": {want: "the program is for linux/amd64",
			do: func(t *testing.T, x fixture, f Folder) {
				t.Helper()
				a := f.provider(f.Targets[1])
				a.target = f.Targets[0]
				x.writeArchive(t, f, a, "* "+module)
			}},
		"a program with another name": {want: "has no program terraform-provider-partnercenter_v0.1.0,",
			do: func(t *testing.T, x fixture, f Folder) {
				t.Helper()
				a := f.provider(f.Targets[0])
				a.program = "terraform-provider-partnercenter"
				x.writeArchive(t, f, a, "* "+module)
			}},
	}
}

func removes(name func(Folder) string) func(*testing.T, fixture, Folder) {
	return func(t *testing.T, _ fixture, f Folder) {
		t.Helper()
		expect.NoError(t, os.Remove(f.path(name(f))))
	}
}

func TestCheck_NoticesEachMistake(t *testing.T) {
	t.Parallel()
	x := newFixture(t)
	expect.Each(t, mistakes(), func(t *testing.T, m mistake) {
		f := x.goodRelease(t)
		m.do(t, x, f)
		if !m.attack {
			x.renew(t, f)
		}
		if err := f.Check(x.key); err == nil || !strings.Contains(err.Error(), m.want) {
			t.Errorf("got %v, want %q", err, m.want)
		}
	})
}

// A build for one target has fewer files.
func TestIsPartOf_FewerTargets(t *testing.T) {
	t.Parallel()
	x := newFixture(t)
	whole, part := x.goodRelease(t), x.goodRelease(t)
	missing := part.provider(part.Targets[0]).name
	lines := strings.SplitAfter(string(expect.Must(os.ReadFile(part.path(part.sums())))(t)), "\n")
	x.write(t, part, part.sums(), strings.Join(slices.DeleteFunc(lines, func(line string) bool {
		return strings.Contains(line, missing)
	}), ""))
	expect.NoError(t, part.isPartOf(whole))
	if err := whole.sameAs(part); err == nil || !strings.Contains(err.Error(), missing+" differ") {
		t.Errorf("got %v", err)
	}
}

// Two builds that differ in one byte of one archive.
func TestSameAs_NoticesADifference(t *testing.T) {
	t.Parallel()
	x := newFixture(t)
	first, second := x.goodRelease(t), x.goodRelease(t)
	expect.NoError(t, first.sameAs(second))
	a := second.command(second.Targets[0])
	x.writeArchive(t, second, a, "* another\n")
	x.renew(t, second)
	expect.NoError(t, second.isPartOf(second))
	if err := second.isPartOf(first); err == nil || !strings.Contains(err.Error(), a.name+" differ") {
		t.Errorf("got %v", err)
	}
	if err := first.sameAs(second); err == nil || !strings.Contains(err.Error(), a.name+" differ") {
		t.Errorf("got %v", err)
	}
}
