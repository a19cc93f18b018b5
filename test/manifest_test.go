// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// The registry believes the manifest, and Terraform then asks for that protocol. A provider that
// serves another one cannot be started by anybody who installs it.
func TestManifest_ProtocolIsTheOneServed(t *testing.T) {
	t.Parallel()
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	expect.NoError(t, json.Unmarshal([]byte(readFile(t, "terraform-registry-manifest.json")),
		&manifest))
	if manifest.Version != 1 {
		t.Errorf("the manifest has version %d, and the registry knows version 1", manifest.Version)
	}
	served := []string{servedProtocol(t) + ".0"}
	expect.Equal(t, "protocols of the manifest", served, manifest.Metadata.ProtocolVersions)
}

// servedProtocol starts the provider's program as Terraform does, and returns the protocol version
// that it announces: the second field of the line core|protocol|network|address|type.
func servedProtocol(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), acctest.ProviderProgram(t))
	cmd.Env = append(os.Environ(),
		// What Terraform says, so that a person who starts the program by hand gets an explanation
		// instead.
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=5,6")
	stdout := expect.Must(cmd.StdoutPipe())(t)
	expect.NoError(t, cmd.Start())
	defer func() {
		expect.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait() // Killed, so that an error is what must come.
	}()

	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider announced %q: %v", line, err)
	}
	fields := strings.Split(line, "|")
	if len(fields) < 5 {
		t.Fatalf("the provider announced %q", line)
	}
	if fields[2] == "unix" {
		// The socket, which a provider that is killed cannot remove itself.
		t.Cleanup(func() { _ = os.Remove(fields[3]) })
	}
	return fields[1]
}
