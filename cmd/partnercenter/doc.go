// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// The command partnercenter is the companion of the Terraform provider of the same name.
//
// To add a command "name":
//
//  1. Write name_command.go with newNameCommand(env environment) *cobra.Command. Its Use, Short,
//     Long, and Example are the help, the man page, and the reference. Its flags fill a struct, and
//     RunE passes the struct, env, and cmd.Context() to a function that does the work. Set Args:
//     noArguments refuses arguments. Write only to env.stdout and env.stderr.
//  2. Add it to commands in root.go.
//  3. Return wrongUsage for an invalid command line: exit status 2, or 1 if the command has the
//     flag --exit-code. Return any other error for a failure: exit status 1. Return errFailed if
//     the command has already said why, and errListed for exit status 2 of --exit-code.
//  4. Say what values a flag takes: outputVar for the forms of an output, pathVar for a path.
//  5. Run make generate, which writes the reference.
package main
