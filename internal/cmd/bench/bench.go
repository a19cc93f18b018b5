// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"

// bench is one run of the program.
type bench struct {
	root   string // the top folder of the repository
	dir    string // everything else goes here
	cli    cli.CLI
	shrink int // numbers of decisions and events are divided by this
	rows   []row
}

// row is one line of the table.
type row struct {
	Case          string   `json:"case"`
	N             int      `json:"n"`
	Subscriptions int      `json:"subscriptions"`
	List          int      `json:"list"`
	Update        int      `json:"update"`
	Token         int      `json:"token"`
	Seconds       float64  `json:"seconds"`
	FloorSeconds  float64  `json:"floor_seconds"`
	Ratio         float64  `json:"ratio"`
	PeakKiB       int      `json:"provider_peak_kib"` // 0: unknown
	Targets       []target `json:"targets"`
}

// target is a limit and whether it was met. The text has the limit and the measured value.
type target struct {
	Text string `json:"text"`
	Met  bool   `json:"met"`
}
