// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ownGroup makes a command the leader of a group of processes, to which its providers belong.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// send sends a signal to a process, and to its group for a SIGKILL: a dead CLI would leave its
// provider behind.
func send(pid int, signal syscall.Signal) error {
	if signal == syscall.SIGKILL {
		pid = -pid
	}
	return syscall.Kill(pid, signal)
}

// sendToProvider sends a signal to the processes that a CLI has started, and reports whether there
// are any. It finds them on Linux only.
func sendToProvider(cli int, signal syscall.Signal) bool {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", cli))
	hit := false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		for _, field := range strings.Fields(string(text)) {
			if pid, err := strconv.Atoi(field); err == nil {
				hit = syscall.Kill(pid, signal) == nil || hit
			}
		}
	}
	return hit
}
