// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

const address = "terraform-partnercenter/partnercenter"

// registry serves a release with the protocol of the provider registry.
// https://developer.hashicorp.com/terraform/internals/provider-registry-protocol
type registry struct {
	folder Folder
	key    Key
	url    string
	server *http.Server
}

// serve starts a registry on this machine that says that key signs its releases.
func serve(f Folder, key Key) (*registry, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it returns at once
	if err != nil {
		return nil, err
	}
	r := &registry{folder: f, key: key, url: "http://" + listener.Addr().String()}
	routes := http.NewServeMux()
	base := "GET /v1/providers/" + address
	routes.HandleFunc(base+"/versions", r.versions)
	routes.HandleFunc(base+"/{version}/download/{os}/{arch}", r.download)
	routes.Handle("GET /files/", http.StripPrefix("/files/", http.FileServer(http.Dir(f.Dir))))
	r.server = &http.Server{Handler: routes, ReadHeaderTimeout: time.Minute}
	go func() { _ = r.server.Serve(listener) }() // ends with close
	return r, nil
}

func (r *registry) close() error { return r.server.Close() }

func (r *registry) versions(w http.ResponseWriter, _ *http.Request) {
	type platform struct {
		OS   string `json:"os"`
		Arch string `json:"arch"`
	}
	var platforms []platform
	for _, t := range r.folder.Targets {
		platforms = append(platforms, platform{t.OS, t.Arch})
	}
	answer(w, map[string]any{"versions": []any{map[string]any{
		"version": r.folder.Version, "protocols": protocols(), "platforms": platforms}}})
}

func (r *registry) download(w http.ResponseWriter, req *http.Request) {
	t := release.Target{OS: req.PathValue("os"), Arch: req.PathValue("arch")}
	archive := r.folder.provider(t)
	sums, err := r.folder.readSums()
	if err != nil || sums[archive.name] == "" || req.PathValue("version") != r.folder.Version {
		http.NotFound(w, req)
		return
	}
	public, err := r.key.Public()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	files := r.url + "/files/"
	answer(w, map[string]any{
		"protocols": protocols(), "os": t.OS, "arch": t.Arch, "filename": archive.name,
		"download_url": files + archive.name, "shasum": sums[archive.name],
		"shasums_url": files + r.folder.sums(), "shasums_signature_url": files + r.folder.signature(),
		"signing_keys": map[string]any{"gpg_public_keys": []any{map[string]any{
			"key_id": r.key.ID(), "ascii_armor": public, "trust_signature": "", "source": "",
			"source_url": nil}}},
	})
}

func answer(w http.ResponseWriter, content any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(content) // the CLI has gone
}

// configuration makes a CLI use this registry alone.
func (r *registry) configuration(host string) string {
	return strings.NewReplacer("HOST", host, "URL", r.url).Replace(`disable_checkpoint = true
provider_installation {
  direct {}
}
host "HOST" {
  services = {
    "providers.v1" = "URL/v1/providers/"
  }
}
`)
}
