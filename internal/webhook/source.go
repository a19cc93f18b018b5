// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const maxCertificate = 64 << 10 // bytes

// source reads the files that a delivery or a certificate names.
type source struct {
	client *http.Client // does not follow redirects
	hosts  []string     // of signing certificates
	now    func() time.Time
}

// download reads one certificate. Only a clear answer refuses the delivery: after another attempt,
// the host could answer differently.
func (s *source) download(ctx context.Context, url string) (*x509.Certificate, error) {
	content, final, err := s.read(ctx, url, maxCertificate)
	switch {
	case err != nil && final:
		return nil, refuse("its certificate URL %v", err)
	case err != nil:
		return nil, fmt.Errorf("fetching the certificate: %w", err)
	}
	cert, err := x509.ParseCertificate(content)
	if err != nil {
		return nil, refuse("its certificate URL does not lead to a DER certificate")
	}
	return cert, nil
}

// read reads a file from another host. final says that a later attempt would fail, too.
func (s *source) read(ctx context.Context, url string, most int64) (content []byte,
	final bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, true, errors.New("is invalid")
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = resp.Body.Close() }()
	switch status := resp.StatusCode; {
	case status/100 == 3:
		return nil, true, errors.New("redirects, which is not followed")
	case status != http.StatusOK:
		final = status/100 == 4 && status != http.StatusTooManyRequests &&
			status != http.StatusRequestTimeout
		return nil, final, fmt.Errorf("is answered with HTTP status %d", status)
	}
	content, err = io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err == nil && int64(len(content)) > most {
		return nil, true, fmt.Errorf("leads to more than %d bytes", most)
	}
	return content, false, err
}
